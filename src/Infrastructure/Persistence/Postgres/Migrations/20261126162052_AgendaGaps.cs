using System;
using Microsoft.EntityFrameworkCore.Migrations;
using NodaTime;

#nullable disable

namespace RepairNet.Infrastructure.Persistence.Postgres.Migrations
{
    /// <inheritdoc />
    public partial class AgendaGaps : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<Instant>(
                name: "ready_since",
                table: "items_left",
                type: "timestamp with time zone",
                nullable: true);

            migrationBuilder.AddColumn<Instant>(
                name: "ready_told_at",
                table: "items_left",
                type: "timestamp with time zone",
                nullable: true);

            migrationBuilder.AddColumn<int>(
                name: "not_understood",
                table: "imported_calendars",
                type: "integer",
                nullable: false,
                defaultValue: 0);

            migrationBuilder.AddColumn<string>(
                name: "not_understood_on",
                table: "imported_calendars",
                type: "character varying(40)",
                maxLength: 40,
                nullable: false,
                defaultValue: "");

            migrationBuilder.AddColumn<string>(
                name: "unknown_zones",
                table: "imported_calendars",
                type: "character varying(200)",
                maxLength: 200,
                nullable: false,
                defaultValue: "");

            migrationBuilder.AddColumn<int>(
                name: "minutes_per_place",
                table: "cafe_sessions",
                type: "integer",
                nullable: true);

            migrationBuilder.AddColumn<Guid>(
                name: "follows_repair_id",
                table: "bookings",
                type: "uuid",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "found_before",
                table: "bookings",
                type: "character varying(1000)",
                maxLength: 1000,
                nullable: true);

            migrationBuilder.CreateTable(
                name: "item_left_deeds",
                columns: table => new
                {
                    item_left_id = table.Column<Guid>(type: "uuid", nullable: false),
                    number = table.Column<int>(type: "integer", nullable: false),
                    deed = table.Column<string>(type: "character varying(40)", maxLength: 40, nullable: false),
                    by = table.Column<Guid>(type: "uuid", nullable: true),
                    at = table.Column<Instant>(type: "timestamp with time zone", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_item_left_deeds", x => new { x.item_left_id, x.number });
                    table.ForeignKey(
                        name: "fk_item_left_deeds_items_left_item_left_id",
                        column: x => x.item_left_id,
                        principalTable: "items_left",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateIndex(
                name: "ix_bookings_follows_repair",
                table: "bookings",
                column: "follows_repair_id",
                filter: "follows_repair_id IS NOT NULL");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "item_left_deeds");

            migrationBuilder.DropIndex(
                name: "ix_bookings_follows_repair",
                table: "bookings");

            migrationBuilder.DropColumn(
                name: "ready_since",
                table: "items_left");

            migrationBuilder.DropColumn(
                name: "ready_told_at",
                table: "items_left");

            migrationBuilder.DropColumn(
                name: "not_understood",
                table: "imported_calendars");

            migrationBuilder.DropColumn(
                name: "not_understood_on",
                table: "imported_calendars");

            migrationBuilder.DropColumn(
                name: "unknown_zones",
                table: "imported_calendars");

            migrationBuilder.DropColumn(
                name: "minutes_per_place",
                table: "cafe_sessions");

            migrationBuilder.DropColumn(
                name: "follows_repair_id",
                table: "bookings");

            migrationBuilder.DropColumn(
                name: "found_before",
                table: "bookings");
        }
    }
}
