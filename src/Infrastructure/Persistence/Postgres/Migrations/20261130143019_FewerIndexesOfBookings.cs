using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace RepairNet.Infrastructure.Persistence.Postgres.Migrations
{
    /// <inheritdoc />
    public partial class FewerIndexesOfBookings : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropIndex(
                name: "ix_occupancies_place_id_bench_start",
                table: "occupancies");

            migrationBuilder.DropIndex(
                name: "ix_bookings_service_id",
                table: "bookings");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.CreateIndex(
                name: "ix_occupancies_place_id_bench_start",
                table: "occupancies",
                columns: new[] { "place_id", "bench", "start" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_bookings_service_id",
                table: "bookings",
                column: "service_id");
        }
    }
}
