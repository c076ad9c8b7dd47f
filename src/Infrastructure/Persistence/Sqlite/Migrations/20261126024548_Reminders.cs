using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace RepairNet.Infrastructure.Persistence.Sqlite.Migrations
{
    /// <inheritdoc />
    public partial class Reminders : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<long>(
                name: "reminder_at",
                table: "bookings",
                type: "INTEGER",
                nullable: true);

            // Appointments already taken are reminded of too; if that falls in the night, the reminder itself waits for the morning.
            migrationBuilder.Sql("UPDATE bookings SET reminder_at = start - 172800000 WHERE status = 'Confirmed' AND start > 172800000 + 1000 * CAST(strftime('%s', 'now') AS INTEGER)");

            migrationBuilder.CreateTable(
                name: "calls_to_make",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "TEXT", nullable: false),
                    kind = table.Column<string>(type: "TEXT", maxLength: 40, nullable: false),
                    booking_id = table.Column<Guid>(type: "TEXT", nullable: false),
                    occurrence = table.Column<int>(type: "INTEGER", nullable: false),
                    place_id = table.Column<Guid>(type: "TEXT", nullable: false),
                    created_at = table.Column<long>(type: "INTEGER", nullable: false),
                    tries = table.Column<int>(type: "INTEGER", nullable: false),
                    last_tried_at = table.Column<long>(type: "INTEGER", nullable: true),
                    done_at = table.Column<long>(type: "INTEGER", nullable: true),
                    done_by = table.Column<Guid>(type: "TEXT", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_calls_to_make", x => x.id);
                    table.ForeignKey(
                        name: "fk_calls_to_make_bookings_booking_id",
                        column: x => x.booking_id,
                        principalTable: "bookings",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateIndex(
                name: "ix_bookings_reminder",
                table: "bookings",
                column: "reminder_at",
                filter: "reminder_at IS NOT NULL");

            migrationBuilder.CreateIndex(
                name: "ix_calls_to_make_booking_id_kind_occurrence",
                table: "calls_to_make",
                columns: new[] { "booking_id", "kind", "occurrence" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_calls_to_make_open",
                table: "calls_to_make",
                columns: new[] { "place_id", "created_at" },
                filter: "done_at IS NULL");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "calls_to_make");

            migrationBuilder.DropIndex(
                name: "ix_bookings_reminder",
                table: "bookings");

            migrationBuilder.DropColumn(
                name: "reminder_at",
                table: "bookings");
        }
    }
}
