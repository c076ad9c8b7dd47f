using System;
using Microsoft.EntityFrameworkCore.Migrations;
using NodaTime;

#nullable disable

namespace RepairNet.Infrastructure.Persistence.Postgres.Migrations
{
    /// <inheritdoc />
    public partial class Reminders : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<Instant>(
                name: "reminder_at",
                table: "bookings",
                type: "timestamp with time zone",
                nullable: true);

            // Appointments already taken are reminded of too; if that falls in the night, the reminder itself waits for the morning.
            migrationBuilder.Sql("UPDATE bookings SET reminder_at = start - INTERVAL '48 hours' WHERE status = 'Confirmed' AND start > now() + INTERVAL '48 hours'");

            migrationBuilder.CreateTable(
                name: "calls_to_make",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    kind = table.Column<string>(type: "character varying(40)", maxLength: 40, nullable: false),
                    booking_id = table.Column<Guid>(type: "uuid", nullable: false),
                    occurrence = table.Column<int>(type: "integer", nullable: false),
                    place_id = table.Column<Guid>(type: "uuid", nullable: false),
                    created_at = table.Column<Instant>(type: "timestamp with time zone", nullable: false),
                    tries = table.Column<int>(type: "integer", nullable: false),
                    last_tried_at = table.Column<Instant>(type: "timestamp with time zone", nullable: true),
                    done_at = table.Column<Instant>(type: "timestamp with time zone", nullable: true),
                    done_by = table.Column<Guid>(type: "uuid", nullable: true)
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
