using System;
using Microsoft.EntityFrameworkCore.Migrations;
using NodaTime;

#nullable disable

namespace RepairNet.Infrastructure.Persistence.Postgres.Migrations
{
    /// <inheritdoc />
    public partial class ItemsVisitsAndConfirmations : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropIndex(
                name: "ix_repairs_booking_id",
                table: "repairs");

            migrationBuilder.DropIndex(
                name: "ix_bookings_open_of_contact",
                table: "bookings");

            migrationBuilder.AddColumn<string>(
                name: "home_communes",
                table: "services",
                type: "character varying(1200)",
                maxLength: 1200,
                nullable: true);

            migrationBuilder.AddColumn<int>(
                name: "home_radius_km",
                table: "services",
                type: "integer",
                nullable: true);

            migrationBuilder.AddColumn<int>(
                name: "travel_minutes",
                table: "services",
                type: "integer",
                nullable: false,
                defaultValue: 0);

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

            migrationBuilder.AddColumn<Instant>(
                name: "confirm_by",
                table: "bookings",
                type: "timestamp with time zone",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "more_items",
                table: "bookings",
                type: "text",
                nullable: false,
                defaultValue: "");

            migrationBuilder.AddColumn<string>(
                name: "visit_address",
                table: "bookings",
                type: "character varying(200)",
                maxLength: 200,
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "visit_commune",
                table: "bookings",
                type: "character varying(5)",
                maxLength: 5,
                nullable: true);

            migrationBuilder.CreateTable(
                name: "network_bookings",
                columns: table => new
                {
                    booking_id = table.Column<Guid>(type: "uuid", nullable: false),
                    network_hash = table.Column<string>(type: "character varying(64)", maxLength: 64, nullable: false),
                    at = table.Column<Instant>(type: "timestamp with time zone", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_network_bookings", x => x.booking_id);
                });

            migrationBuilder.CreateIndex(
                name: "ix_repairs_booking_id_booking_item",
                table: "repairs",
                columns: new[] { "booking_id", "booking_item" },
                unique: true);

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
                name: "ix_repairs_booking_id_booking_item",
                table: "repairs");

            migrationBuilder.DropIndex(
                name: "ix_bookings_open_of_contact",
                table: "bookings");

            migrationBuilder.DropIndex(
                name: "ix_bookings_to_confirm",
                table: "bookings");

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
                name: "booking_item",
                table: "repairs");

            migrationBuilder.DropColumn(
                name: "booking_item",
                table: "items_left");

            migrationBuilder.DropColumn(
                name: "confirm_by",
                table: "bookings");

            migrationBuilder.DropColumn(
                name: "more_items",
                table: "bookings");

            migrationBuilder.DropColumn(
                name: "visit_address",
                table: "bookings");

            migrationBuilder.DropColumn(
                name: "visit_commune",
                table: "bookings");

            migrationBuilder.CreateIndex(
                name: "ix_repairs_booking_id",
                table: "repairs",
                column: "booking_id",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_bookings_open_of_contact",
                table: "bookings",
                columns: new[] { "contact_key", "place_id" },
                filter: "status = 'Confirmed'");
        }
    }
}
