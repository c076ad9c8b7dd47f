using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace RepairNet.Infrastructure.Persistence.Sqlite.Migrations
{
    /// <inheritdoc />
    public partial class ConfirmByLink : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropIndex(
                name: "ix_bookings_open_of_contact",
                table: "bookings");

            migrationBuilder.AddColumn<long>(
                name: "confirm_by",
                table: "bookings",
                type: "INTEGER",
                nullable: true);

            migrationBuilder.CreateTable(
                name: "network_bookings",
                columns: table => new
                {
                    booking_id = table.Column<Guid>(type: "TEXT", nullable: false),
                    network_hash = table.Column<string>(type: "TEXT", maxLength: 64, nullable: false),
                    at = table.Column<long>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_network_bookings", x => x.booking_id);
                });

            migrationBuilder.CreateIndex(
                name: "ix_bookings_open_of_contact",
                table: "bookings",
                columns: new[] { "contact_key", "place_id" },
                filter: "status IN ('Confirmed', 'ToConfirm')");

            migrationBuilder.CreateIndex(
                name: "ix_bookings_to_confirm",
                table: "bookings",
                column: "confirm_by",
                filter: "confirm_by IS NOT NULL");

            migrationBuilder.CreateIndex(
                name: "ix_network_bookings_at",
                table: "network_bookings",
                column: "at");

            migrationBuilder.CreateIndex(
                name: "ix_network_bookings_network_hash_at",
                table: "network_bookings",
                columns: new[] { "network_hash", "at" });
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "network_bookings");

            migrationBuilder.DropIndex(
                name: "ix_bookings_open_of_contact",
                table: "bookings");

            migrationBuilder.DropIndex(
                name: "ix_bookings_to_confirm",
                table: "bookings");

            migrationBuilder.DropColumn(
                name: "confirm_by",
                table: "bookings");

            migrationBuilder.CreateIndex(
                name: "ix_bookings_open_of_contact",
                table: "bookings",
                columns: new[] { "contact_key", "place_id" },
                filter: "status = 'Confirmed'");
        }
    }
}
