using System;
using Microsoft.EntityFrameworkCore.Migrations;
using NodaTime;

#nullable disable

namespace RepairNet.Infrastructure.Persistence.Postgres.Migrations
{
    /// <inheritdoc />
    public partial class WaitingListAndHistory : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<string>(
                name: "contact_key",
                table: "bookings",
                type: "character varying(254)",
                maxLength: 254,
                nullable: true);

            migrationBuilder.Sql("UPDATE bookings SET contact_key = lower(coalesce(contact_email, contact_phone));");

            migrationBuilder.AlterColumn<Guid>(
                name: "booking_id",
                table: "calls_to_make",
                type: "uuid",
                nullable: true,
                oldClrType: typeof(Guid),
                oldType: "uuid");

            migrationBuilder.AddColumn<Guid>(
                name: "held_slot_id",
                table: "calls_to_make",
                type: "uuid",
                nullable: true);

            migrationBuilder.AddColumn<Guid>(
                name: "booked_by",
                table: "bookings",
                type: "uuid",
                nullable: true);

            migrationBuilder.CreateTable(
                name: "booking_events",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    booking_id = table.Column<Guid>(type: "uuid", nullable: false),
                    deed = table.Column<string>(type: "character varying(40)", maxLength: 40, nullable: false),
                    party = table.Column<string>(type: "character varying(40)", maxLength: 40, nullable: false),
                    by = table.Column<Guid>(type: "uuid", nullable: true),
                    at = table.Column<Instant>(type: "timestamp with time zone", nullable: false),
                    reason = table.Column<string>(type: "character varying(300)", maxLength: 300, nullable: true),
                    from_start = table.Column<Instant>(type: "timestamp with time zone", nullable: true),
                    to_start = table.Column<Instant>(type: "timestamp with time zone", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_booking_events", x => x.id);
                    table.ForeignKey(
                        name: "fk_booking_events_bookings_booking_id",
                        column: x => x.booking_id,
                        principalTable: "bookings",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "waiting_entries",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    secret_hash = table.Column<string>(type: "character varying(64)", maxLength: 64, nullable: false),
                    commune_code = table.Column<string>(type: "character varying(5)", maxLength: 5, nullable: false),
                    lat = table.Column<double>(type: "double precision", nullable: true),
                    lon = table.Column<double>(type: "double precision", nullable: true),
                    radius_km = table.Column<int>(type: "integer", nullable: false),
                    until = table.Column<LocalDate>(type: "date", nullable: false),
                    contact_key = table.Column<string>(type: "character varying(254)", maxLength: 254, nullable: false),
                    language = table.Column<string>(type: "character varying(2)", maxLength: 2, nullable: false),
                    created_at = table.Column<Instant>(type: "timestamp with time zone", nullable: false),
                    status = table.Column<string>(type: "character varying(40)", maxLength: 40, nullable: false),
                    ended_at = table.Column<Instant>(type: "timestamp with time zone", nullable: true),
                    unanswered = table.Column<int>(type: "integer", nullable: false),
                    contact_email = table.Column<string>(type: "character varying(254)", maxLength: 254, nullable: true),
                    contact_name = table.Column<string>(type: "character varying(100)", maxLength: 100, nullable: false),
                    contact_phone = table.Column<string>(type: "character varying(30)", maxLength: 30, nullable: true),
                    item_brand = table.Column<string>(type: "character varying(60)", maxLength: 60, nullable: true),
                    item_category = table.Column<string>(type: "character varying(40)", maxLength: 40, nullable: false),
                    item_model = table.Column<string>(type: "character varying(80)", maxLength: 80, nullable: true),
                    item_problem = table.Column<string>(type: "character varying(1000)", maxLength: 1000, nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_waiting_entries", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "held_slots",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    entry_id = table.Column<Guid>(type: "uuid", nullable: false),
                    place_id = table.Column<Guid>(type: "uuid", nullable: false),
                    service_id = table.Column<Guid>(type: "uuid", nullable: false),
                    bench = table.Column<int>(type: "integer", nullable: false),
                    start = table.Column<Instant>(type: "timestamp with time zone", nullable: false),
                    end = table.Column<Instant>(type: "timestamp with time zone", nullable: false),
                    buffer_minutes = table.Column<int>(type: "integer", nullable: false),
                    offered_at = table.Column<Instant>(type: "timestamp with time zone", nullable: false),
                    held_until = table.Column<Instant>(type: "timestamp with time zone", nullable: false),
                    ended_at = table.Column<Instant>(type: "timestamp with time zone", nullable: true),
                    outcome = table.Column<string>(type: "character varying(40)", maxLength: 40, nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_held_slots", x => x.id);
                    table.ForeignKey(
                        name: "fk_held_slots_services_service_id",
                        column: x => x.service_id,
                        principalTable: "services",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "fk_held_slots_waiting_entries_entry_id",
                        column: x => x.entry_id,
                        principalTable: "waiting_entries",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateIndex(
                name: "ix_calls_to_make_held_slot_id",
                table: "calls_to_make",
                column: "held_slot_id",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_bookings_open_of_contact",
                table: "bookings",
                columns: new[] { "contact_key", "place_id" },
                filter: "status = 'Confirmed'");

            migrationBuilder.CreateIndex(
                name: "ix_booking_events_booking_id_at",
                table: "booking_events",
                columns: new[] { "booking_id", "at" });

            migrationBuilder.CreateIndex(
                name: "ix_held_slots_entry_id_place_id_start",
                table: "held_slots",
                columns: new[] { "entry_id", "place_id", "start" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_held_slots_one_each",
                table: "held_slots",
                column: "entry_id",
                unique: true,
                filter: "ended_at IS NULL");

            migrationBuilder.CreateIndex(
                name: "ix_held_slots_open",
                table: "held_slots",
                column: "held_until",
                filter: "ended_at IS NULL");

            migrationBuilder.CreateIndex(
                name: "ix_held_slots_place_id_start",
                table: "held_slots",
                columns: new[] { "place_id", "start" });

            migrationBuilder.CreateIndex(
                name: "ix_held_slots_service_id",
                table: "held_slots",
                column: "service_id");

            migrationBuilder.CreateIndex(
                name: "ix_waiting_entries_in_line",
                table: "waiting_entries",
                columns: new[] { "created_at", "id" },
                filter: "status = 'Waiting'");

            migrationBuilder.CreateIndex(
                name: "ix_waiting_entries_of_contact",
                table: "waiting_entries",
                column: "contact_key",
                filter: "status = 'Waiting'");

            migrationBuilder.CreateIndex(
                name: "ix_waiting_entries_secret_hash",
                table: "waiting_entries",
                column: "secret_hash",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_waiting_entries_until",
                table: "waiting_entries",
                column: "until",
                filter: "status = 'Waiting'");

            migrationBuilder.AddForeignKey(
                name: "fk_calls_to_make_held_slots_held_slot_id",
                table: "calls_to_make",
                column: "held_slot_id",
                principalTable: "held_slots",
                principalColumn: "id",
                onDelete: ReferentialAction.Cascade);
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropForeignKey(
                name: "fk_calls_to_make_held_slots_held_slot_id",
                table: "calls_to_make");

            migrationBuilder.DropTable(
                name: "booking_events");

            migrationBuilder.DropTable(
                name: "held_slots");

            migrationBuilder.DropTable(
                name: "waiting_entries");

            migrationBuilder.DropIndex(
                name: "ix_calls_to_make_held_slot_id",
                table: "calls_to_make");

            migrationBuilder.DropIndex(
                name: "ix_bookings_open_of_contact",
                table: "bookings");

            migrationBuilder.DropColumn(
                name: "held_slot_id",
                table: "calls_to_make");

            migrationBuilder.DropColumn(
                name: "booked_by",
                table: "bookings");

            migrationBuilder.DropColumn(
                name: "contact_key",
                table: "bookings");

            migrationBuilder.AlterColumn<Guid>(
                name: "booking_id",
                table: "calls_to_make",
                type: "uuid",
                nullable: false,
                defaultValue: new Guid("00000000-0000-0000-0000-000000000000"),
                oldClrType: typeof(Guid),
                oldType: "uuid",
                oldNullable: true);
        }
    }
}
