using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace RepairNet.Infrastructure.Persistence.Sqlite.Migrations
{
    /// <inheritdoc />
    public partial class HomeVisits : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<string>(
                name: "home_communes",
                table: "services",
                type: "TEXT",
                maxLength: 1200,
                nullable: true);

            migrationBuilder.AddColumn<int>(
                name: "home_radius_km",
                table: "services",
                type: "INTEGER",
                nullable: true);

            migrationBuilder.AddColumn<int>(
                name: "travel_minutes",
                table: "services",
                type: "INTEGER",
                nullable: false,
                defaultValue: 0);

            migrationBuilder.AddColumn<string>(
                name: "visit_address",
                table: "bookings",
                type: "TEXT",
                maxLength: 200,
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "visit_commune",
                table: "bookings",
                type: "TEXT",
                maxLength: 5,
                nullable: true);
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropColumn(
                name: "home_communes",
                table: "services");

            migrationBuilder.DropColumn(
                name: "home_radius_km",
                table: "services");

            migrationBuilder.DropColumn(
                name: "travel_minutes",
                table: "services");

            migrationBuilder.DropColumn(
                name: "visit_address",
                table: "bookings");

            migrationBuilder.DropColumn(
                name: "visit_commune",
                table: "bookings");
        }
    }
}
