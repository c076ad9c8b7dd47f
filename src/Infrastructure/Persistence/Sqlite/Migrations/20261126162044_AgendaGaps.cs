using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace RepairNet.Infrastructure.Persistence.Sqlite.Migrations
{
    /// <inheritdoc />
    public partial class AgendaGaps : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<long>(
                name: "ready_since",
                table: "items_left",
                type: "INTEGER",
                nullable: true);

            migrationBuilder.AddColumn<long>(
                name: "ready_told_at",
                table: "items_left",
                type: "INTEGER",
                nullable: true);

            migrationBuilder.AddColumn<int>(
                name: "not_understood",
                table: "imported_calendars",
                type: "INTEGER",
                nullable: false,
                defaultValue: 0);

            migrationBuilder.AddColumn<string>(
                name: "not_understood_on",
                table: "imported_calendars",
                type: "TEXT",
                maxLength: 40,
                nullable: false,
                defaultValue: "");

            migrationBuilder.AddColumn<string>(
                name: "unknown_zones",
                table: "imported_calendars",
                type: "TEXT",
                maxLength: 200,
                nullable: false,
                defaultValue: "");

            migrationBuilder.AddColumn<int>(
                name: "minutes_per_place",
                table: "cafe_sessions",
                type: "INTEGER",
                nullable: true);

            migrationBuilder.AddColumn<Guid>(
                name: "follows_repair_id",
                table: "bookings",
                type: "TEXT",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "found_before",
                table: "bookings",
                type: "TEXT",
                maxLength: 1000,
                nullable: true);

            migrationBuilder.CreateTable(
                name: "item_left_deeds",
                columns: table => new
                {
                    item_left_id = table.Column<Guid>(type: "TEXT", nullable: false),
                    number = table.Column<int>(type: "INTEGER", nullable: false),
                    deed = table.Column<string>(type: "TEXT", maxLength: 40, nullable: false),
                    by = table.Column<Guid>(type: "TEXT", nullable: true),
                    at = table.Column<long>(type: "INTEGER", nullable: false)
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
