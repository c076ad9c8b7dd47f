using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace RepairNet.Infrastructure.Persistence.Sqlite.Migrations
{
    /// <inheritdoc />
    public partial class SessionsCalendarsAndItemsLeft : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<Guid>(
                name: "imported_from",
                table: "closures",
                type: "TEXT",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "diagnosis",
                table: "bookings",
                type: "TEXT",
                maxLength: 1000,
                nullable: true);

            migrationBuilder.AddColumn<Guid>(
                name: "follows_booking_id",
                table: "bookings",
                type: "TEXT",
                nullable: true);

            migrationBuilder.CreateTable(
                name: "cafe_sessions",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "TEXT", nullable: false),
                    place_id = table.Column<Guid>(type: "TEXT", nullable: false),
                    title = table.Column<string>(type: "TEXT", maxLength: 80, nullable: true),
                    date = table.Column<string>(type: "TEXT", nullable: false),
                    from_time = table.Column<string>(type: "TEXT", nullable: false),
                    to_time = table.Column<string>(type: "TEXT", nullable: false),
                    benches = table.Column<int>(type: "INTEGER", nullable: false),
                    cancelled_at = table.Column<long>(type: "INTEGER", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_cafe_sessions", x => x.id);
                    table.ForeignKey(
                        name: "fk_cafe_sessions_places_place_id",
                        column: x => x.place_id,
                        principalTable: "places",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "imported_calendars",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "TEXT", nullable: false),
                    place_id = table.Column<Guid>(type: "TEXT", nullable: false),
                    name = table.Column<string>(type: "TEXT", maxLength: 80, nullable: false),
                    address = table.Column<string>(type: "TEXT", maxLength: 1000, nullable: false),
                    added_at = table.Column<long>(type: "INTEGER", nullable: false),
                    tried_at = table.Column<long>(type: "INTEGER", nullable: false),
                    read_at = table.Column<long>(type: "INTEGER", nullable: false),
                    unrolled_at = table.Column<long>(type: "INTEGER", nullable: false),
                    e_tag = table.Column<string>(type: "TEXT", maxLength: 200, nullable: true),
                    content_hash = table.Column<string>(type: "TEXT", maxLength: 64, nullable: false),
                    next_read_at = table.Column<long>(type: "INTEGER", nullable: false),
                    failing_since = table.Column<long>(type: "INTEGER", nullable: true),
                    trouble = table.Column<string>(type: "TEXT", maxLength: 40, nullable: true),
                    failures = table.Column<int>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_imported_calendars", x => x.id);
                    table.ForeignKey(
                        name: "fk_imported_calendars_places_place_id",
                        column: x => x.place_id,
                        principalTable: "places",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "items_left",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "TEXT", nullable: false),
                    slip = table.Column<string>(type: "TEXT", maxLength: 8, nullable: false),
                    secret_hash = table.Column<string>(type: "TEXT", maxLength: 64, nullable: false),
                    organisation_id = table.Column<Guid>(type: "TEXT", nullable: false),
                    place_id = table.Column<Guid>(type: "TEXT", nullable: false),
                    booking_id = table.Column<Guid>(type: "TEXT", nullable: true),
                    contact_name = table.Column<string>(type: "TEXT", maxLength: 100, nullable: true),
                    contact_email = table.Column<string>(type: "TEXT", maxLength: 254, nullable: true),
                    contact_phone = table.Column<string>(type: "TEXT", maxLength: 30, nullable: true),
                    accessories = table.Column<string>(type: "TEXT", maxLength: 200, nullable: true),
                    language = table.Column<string>(type: "TEXT", maxLength: 2, nullable: false),
                    left_at = table.Column<long>(type: "INTEGER", nullable: false),
                    state = table.Column<string>(type: "TEXT", maxLength: 40, nullable: false),
                    since = table.Column<long>(type: "INTEGER", nullable: false),
                    collected_at = table.Column<long>(type: "INTEGER", nullable: true),
                    to_call = table.Column<string>(type: "TEXT", maxLength: 40, nullable: true),
                    call_tries = table.Column<int>(type: "INTEGER", nullable: false),
                    call_tried_at = table.Column<long>(type: "INTEGER", nullable: true),
                    version = table.Column<int>(type: "INTEGER", nullable: false),
                    item_brand = table.Column<string>(type: "TEXT", maxLength: 60, nullable: true),
                    item_category = table.Column<string>(type: "TEXT", maxLength: 40, nullable: false),
                    item_model = table.Column<string>(type: "TEXT", maxLength: 80, nullable: true),
                    item_problem = table.Column<string>(type: "TEXT", maxLength: 1000, nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_items_left", x => x.id);
                    table.ForeignKey(
                        name: "fk_items_left_bookings_booking_id",
                        column: x => x.booking_id,
                        principalTable: "bookings",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "fk_items_left_organisations_organisation_id",
                        column: x => x.organisation_id,
                        principalTable: "organisations",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "fk_items_left_places_place_id",
                        column: x => x.place_id,
                        principalTable: "places",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "queue_tickets",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "TEXT", nullable: false),
                    session_id = table.Column<Guid>(type: "TEXT", nullable: false),
                    number = table.Column<int>(type: "INTEGER", nullable: false),
                    category = table.Column<string>(type: "TEXT", maxLength: 40, nullable: true),
                    first_name = table.Column<string>(type: "TEXT", maxLength: 40, nullable: true),
                    state = table.Column<string>(type: "TEXT", maxLength: 40, nullable: false),
                    bench = table.Column<int>(type: "INTEGER", nullable: true),
                    given_at = table.Column<long>(type: "INTEGER", nullable: false),
                    changed_at = table.Column<long>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_queue_tickets", x => x.id);
                    table.ForeignKey(
                        name: "fk_queue_tickets_cafe_sessions_session_id",
                        column: x => x.session_id,
                        principalTable: "cafe_sessions",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "session_volunteers",
                columns: table => new
                {
                    session_id = table.Column<Guid>(type: "TEXT", nullable: false),
                    person_id = table.Column<Guid>(type: "TEXT", nullable: false),
                    place_id = table.Column<Guid>(type: "TEXT", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_session_volunteers", x => new { x.session_id, x.person_id });
                    table.ForeignKey(
                        name: "fk_session_volunteers_cafe_sessions_session_id",
                        column: x => x.session_id,
                        principalTable: "cafe_sessions",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                    table.ForeignKey(
                        name: "fk_session_volunteers_people_person_id",
                        column: x => x.person_id,
                        principalTable: "people",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "item_quotes",
                columns: table => new
                {
                    item_left_id = table.Column<Guid>(type: "TEXT", nullable: false),
                    number = table.Column<int>(type: "INTEGER", nullable: false),
                    amount_cents = table.Column<long>(type: "INTEGER", nullable: false),
                    text = table.Column<string>(type: "TEXT", maxLength: 1000, nullable: false),
                    valid_until = table.Column<string>(type: "TEXT", nullable: false),
                    proposed_by = table.Column<Guid>(type: "TEXT", nullable: true),
                    proposed_at = table.Column<long>(type: "INTEGER", nullable: false),
                    answer = table.Column<string>(type: "TEXT", maxLength: 40, nullable: true),
                    answered_by = table.Column<string>(type: "TEXT", maxLength: 40, nullable: true),
                    answered_at = table.Column<long>(type: "INTEGER", nullable: true),
                    withdrawn_at = table.Column<long>(type: "INTEGER", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_item_quotes", x => new { x.item_left_id, x.number });
                    table.ForeignKey(
                        name: "fk_item_quotes_items_left_item_left_id",
                        column: x => x.item_left_id,
                        principalTable: "items_left",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateIndex(
                name: "ix_closures_imported_from",
                table: "closures",
                column: "imported_from");

            migrationBuilder.CreateIndex(
                name: "ix_bookings_follow_up_expected",
                table: "bookings",
                column: "follows_booking_id",
                unique: true,
                filter: "follows_booking_id IS NOT NULL AND status = 'Confirmed'");

            migrationBuilder.CreateIndex(
                name: "ix_bookings_follows",
                table: "bookings",
                column: "follows_booking_id",
                filter: "follows_booking_id IS NOT NULL");

            migrationBuilder.CreateIndex(
                name: "ix_cafe_sessions_one_a_day",
                table: "cafe_sessions",
                columns: new[] { "place_id", "date" },
                unique: true,
                filter: "cancelled_at IS NULL");

            migrationBuilder.CreateIndex(
                name: "ix_imported_calendars_next_read_at",
                table: "imported_calendars",
                column: "next_read_at");

            migrationBuilder.CreateIndex(
                name: "ix_imported_calendars_place_id_address",
                table: "imported_calendars",
                columns: new[] { "place_id", "address" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_items_left_booking_id",
                table: "items_left",
                column: "booking_id",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_items_left_place_id_state_since",
                table: "items_left",
                columns: new[] { "place_id", "state", "since" });

            migrationBuilder.CreateIndex(
                name: "ix_items_left_secret_hash",
                table: "items_left",
                column: "secret_hash",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_items_left_slip",
                table: "items_left",
                column: "slip",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_items_left_to_call",
                table: "items_left",
                column: "organisation_id",
                filter: "to_call IS NOT NULL");

            migrationBuilder.CreateIndex(
                name: "ix_queue_tickets_named",
                table: "queue_tickets",
                column: "given_at",
                filter: "first_name IS NOT NULL");

            migrationBuilder.CreateIndex(
                name: "ix_queue_tickets_session_id_number",
                table: "queue_tickets",
                columns: new[] { "session_id", "number" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_session_volunteers_person_id",
                table: "session_volunteers",
                column: "person_id");

            Guards.NumberSessionsOnSqlite(migrationBuilder);
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            Guards.StopNumberingSessionsOnSqlite(migrationBuilder);

            migrationBuilder.DropTable(
                name: "imported_calendars");

            migrationBuilder.DropTable(
                name: "item_quotes");

            migrationBuilder.DropTable(
                name: "queue_tickets");

            migrationBuilder.DropTable(
                name: "session_volunteers");

            migrationBuilder.DropTable(
                name: "items_left");

            migrationBuilder.DropTable(
                name: "cafe_sessions");

            migrationBuilder.DropIndex(
                name: "ix_closures_imported_from",
                table: "closures");

            migrationBuilder.DropIndex(
                name: "ix_bookings_follow_up_expected",
                table: "bookings");

            migrationBuilder.DropIndex(
                name: "ix_bookings_follows",
                table: "bookings");

            migrationBuilder.DropColumn(
                name: "imported_from",
                table: "closures");

            migrationBuilder.DropColumn(
                name: "diagnosis",
                table: "bookings");

            migrationBuilder.DropColumn(
                name: "follows_booking_id",
                table: "bookings");
        }
    }
}
