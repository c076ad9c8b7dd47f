using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace RepairNet.Infrastructure.Persistence.Postgres.Migrations
{
    /// <inheritdoc />
    public partial class SeveralItems : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropIndex(
                name: "ix_repairs_booking_id",
                table: "repairs");

            migrationBuilder.AddColumn<int>(
                name: "booking_item",
                table: "repairs",
                type: "integer",
                nullable: false,
                defaultValue: 1);

            migrationBuilder.AddColumn<int>(
                name: "booking_item",
                table: "items_left",
                type: "integer",
                nullable: false,
                defaultValue: 1);

            migrationBuilder.AddColumn<string>(
                name: "more_items",
                table: "bookings",
                type: "text",
                nullable: false,
                defaultValue: "");

            migrationBuilder.CreateIndex(
                name: "ix_repairs_booking_id_booking_item",
                table: "repairs",
                columns: new[] { "booking_id", "booking_item" },
                unique: true);
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropIndex(
                name: "ix_repairs_booking_id_booking_item",
                table: "repairs");

            migrationBuilder.DropColumn(
                name: "booking_item",
                table: "repairs");

            migrationBuilder.DropColumn(
                name: "booking_item",
                table: "items_left");

            migrationBuilder.DropColumn(
                name: "more_items",
                table: "bookings");

            migrationBuilder.CreateIndex(
                name: "ix_repairs_booking_id",
                table: "repairs",
                column: "booking_id",
                unique: true);
        }
    }
}
