using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace RepairNet.Infrastructure.Persistence.Sqlite.Migrations
{
    /// <inheritdoc />
    public partial class ReuseItems : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<string>(
                name: "item_code",
                table: "weighing_lines",
                type: "TEXT",
                maxLength: 40,
                nullable: true);

            migrationBuilder.CreateTable(
                name: "reuse_items",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "TEXT", nullable: false),
                    organisation_id = table.Column<Guid>(type: "TEXT", nullable: false),
                    place_id = table.Column<Guid>(type: "TEXT", nullable: false),
                    commune_code = table.Column<string>(type: "TEXT", maxLength: 5, nullable: false),
                    code = table.Column<string>(type: "TEXT", maxLength: 40, nullable: false),
                    category_code = table.Column<string>(type: "TEXT", maxLength: 40, nullable: false),
                    name = table.Column<string>(type: "TEXT", maxLength: 80, nullable: false),
                    brand = table.Column<string>(type: "TEXT", maxLength: 60, nullable: true),
                    model = table.Column<string>(type: "TEXT", maxLength: 80, nullable: true),
                    net_grams = table.Column<long>(type: "INTEGER", nullable: false),
                    parts_grams = table.Column<long>(type: "INTEGER", nullable: false),
                    intake_id = table.Column<Guid>(type: "TEXT", nullable: true),
                    outflow_id = table.Column<Guid>(type: "TEXT", nullable: true),
                    taken_in_at = table.Column<long>(type: "INTEGER", nullable: false),
                    changed_at = table.Column<long>(type: "INTEGER", nullable: false),
                    state = table.Column<string>(type: "TEXT", maxLength: 40, nullable: false),
                    in_hand_state = table.Column<string>(type: "TEXT", maxLength: 40, nullable: false),
                    state_before_leaving = table.Column<string>(type: "TEXT", maxLength: 40, nullable: true),
                    price_cents = table.Column<int>(type: "INTEGER", nullable: true),
                    guarantee_months = table.Column<int>(type: "INTEGER", nullable: false),
                    offer_words = table.Column<string>(type: "TEXT", maxLength: 1000, nullable: true),
                    offered_at = table.Column<long>(type: "INTEGER", nullable: true),
                    wiped_by = table.Column<string>(type: "TEXT", maxLength: 40, nullable: true),
                    wiped_at = table.Column<long>(type: "INTEGER", nullable: true),
                    wipe_verified_by = table.Column<Guid>(type: "TEXT", nullable: true),
                    wipes = table.Column<int>(type: "INTEGER", nullable: false),
                    search_text = table.Column<string>(type: "TEXT", maxLength: 400, nullable: false),
                    deeds = table.Column<int>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_reuse_items", x => x.id);
                    table.CheckConstraint("ck_reuse_items_grams", "net_grams > 0 AND parts_grams >= 0 AND parts_grams < net_grams");
                    table.CheckConstraint("ck_reuse_items_price", "price_cents IS NULL OR price_cents >= 0");
                    table.ForeignKey(
                        name: "fk_reuse_items_organisations_organisation_id",
                        column: x => x.organisation_id,
                        principalTable: "organisations",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "fk_reuse_items_places_place_id",
                        column: x => x.place_id,
                        principalTable: "places",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "fk_reuse_items_weighings_intake_id",
                        column: x => x.intake_id,
                        principalTable: "weighings",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "fk_reuse_items_weighings_outflow_id",
                        column: x => x.outflow_id,
                        principalTable: "weighings",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "item_reservations",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "TEXT", nullable: false),
                    item_id = table.Column<Guid>(type: "TEXT", nullable: false),
                    organisation_id = table.Column<Guid>(type: "TEXT", nullable: false),
                    secret_hash = table.Column<string>(type: "TEXT", maxLength: 64, nullable: false),
                    contact_key = table.Column<string>(type: "TEXT", maxLength: 254, nullable: false),
                    language = table.Column<string>(type: "TEXT", maxLength: 2, nullable: false),
                    created_at = table.Column<long>(type: "INTEGER", nullable: false),
                    until = table.Column<long>(type: "INTEGER", nullable: false),
                    ended_at = table.Column<long>(type: "INTEGER", nullable: true),
                    end = table.Column<string>(type: "TEXT", maxLength: 40, nullable: true),
                    erased_at = table.Column<long>(type: "INTEGER", nullable: true),
                    contact_email = table.Column<string>(type: "TEXT", maxLength: 254, nullable: true),
                    contact_name = table.Column<string>(type: "TEXT", maxLength: 100, nullable: false),
                    contact_phone = table.Column<string>(type: "TEXT", maxLength: 30, nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_item_reservations", x => x.id);
                    table.ForeignKey(
                        name: "fk_item_reservations_organisations_organisation_id",
                        column: x => x.organisation_id,
                        principalTable: "organisations",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "fk_item_reservations_reuse_items_item_id",
                        column: x => x.item_id,
                        principalTable: "reuse_items",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "reuse_item_events",
                columns: table => new
                {
                    item_id = table.Column<Guid>(type: "TEXT", nullable: false),
                    number = table.Column<int>(type: "INTEGER", nullable: false),
                    deed = table.Column<string>(type: "TEXT", maxLength: 40, nullable: false),
                    at = table.Column<long>(type: "INTEGER", nullable: false),
                    by = table.Column<Guid>(type: "TEXT", nullable: true),
                    words = table.Column<string>(type: "TEXT", maxLength: 300, nullable: true),
                    weighing_id = table.Column<Guid>(type: "TEXT", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_reuse_item_events", x => new { x.item_id, x.number });
                    table.ForeignKey(
                        name: "fk_reuse_item_events_reuse_items_item_id",
                        column: x => x.item_id,
                        principalTable: "reuse_items",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "fk_reuse_item_events_weighings_weighing_id",
                        column: x => x.weighing_id,
                        principalTable: "weighings",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "spare_parts",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "TEXT", nullable: false),
                    item_id = table.Column<Guid>(type: "TEXT", nullable: false),
                    organisation_id = table.Column<Guid>(type: "TEXT", nullable: false),
                    place_id = table.Column<Guid>(type: "TEXT", nullable: false),
                    commune_code = table.Column<string>(type: "TEXT", maxLength: 5, nullable: false),
                    name = table.Column<string>(type: "TEXT", maxLength: 80, nullable: false),
                    brand = table.Column<string>(type: "TEXT", maxLength: 60, nullable: true),
                    model = table.Column<string>(type: "TEXT", maxLength: 80, nullable: true),
                    category_code = table.Column<string>(type: "TEXT", maxLength: 40, nullable: false),
                    stock_category = table.Column<string>(type: "TEXT", maxLength: 40, nullable: false),
                    state = table.Column<string>(type: "TEXT", maxLength: 40, nullable: false),
                    grams = table.Column<long>(type: "INTEGER", nullable: true),
                    shelf = table.Column<string>(type: "TEXT", maxLength: 60, nullable: true),
                    taken_at = table.Column<long>(type: "INTEGER", nullable: false),
                    asked_by = table.Column<Guid>(type: "TEXT", nullable: true),
                    kept_until = table.Column<long>(type: "INTEGER", nullable: true),
                    asked = table.Column<int>(type: "INTEGER", nullable: false),
                    gone_at = table.Column<long>(type: "INTEGER", nullable: true),
                    gone_to = table.Column<string>(type: "TEXT", maxLength: 40, nullable: true),
                    outflow_id = table.Column<Guid>(type: "TEXT", nullable: true),
                    search_text = table.Column<string>(type: "TEXT", maxLength: 400, nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_spare_parts", x => x.id);
                    table.ForeignKey(
                        name: "fk_spare_parts_organisations_asked_by",
                        column: x => x.asked_by,
                        principalTable: "organisations",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "fk_spare_parts_organisations_organisation_id",
                        column: x => x.organisation_id,
                        principalTable: "organisations",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "fk_spare_parts_places_place_id",
                        column: x => x.place_id,
                        principalTable: "places",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "fk_spare_parts_reuse_items_item_id",
                        column: x => x.item_id,
                        principalTable: "reuse_items",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "fk_spare_parts_weighings_outflow_id",
                        column: x => x.outflow_id,
                        principalTable: "weighings",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateIndex(
                name: "ix_weighing_lines_item",
                table: "weighing_lines",
                column: "item_code",
                filter: "item_code IS NOT NULL");

            migrationBuilder.CreateIndex(
                name: "ix_item_reservations_contact_key",
                table: "item_reservations",
                column: "contact_key");

            migrationBuilder.CreateIndex(
                name: "ix_item_reservations_created_at",
                table: "item_reservations",
                column: "created_at");

            migrationBuilder.CreateIndex(
                name: "ix_item_reservations_due",
                table: "item_reservations",
                column: "until",
                filter: "ended_at IS NULL");

            migrationBuilder.CreateIndex(
                name: "ix_item_reservations_of_workshop",
                table: "item_reservations",
                columns: new[] { "organisation_id", "until" },
                filter: "ended_at IS NULL");

            migrationBuilder.CreateIndex(
                name: "ix_item_reservations_one_of_item",
                table: "item_reservations",
                column: "item_id",
                unique: true,
                filter: "ended_at IS NULL");

            migrationBuilder.CreateIndex(
                name: "ix_item_reservations_secret_hash",
                table: "item_reservations",
                column: "secret_hash",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_reuse_item_events_weighing_id",
                table: "reuse_item_events",
                column: "weighing_id");

            migrationBuilder.CreateIndex(
                name: "ix_reuse_items_code",
                table: "reuse_items",
                column: "code",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_reuse_items_intake_id",
                table: "reuse_items",
                column: "intake_id");

            migrationBuilder.CreateIndex(
                name: "ix_reuse_items_offered",
                table: "reuse_items",
                columns: new[] { "commune_code", "offered_at" },
                filter: "state = 'Offered'");

            migrationBuilder.CreateIndex(
                name: "ix_reuse_items_offered_lately",
                table: "reuse_items",
                column: "offered_at",
                filter: "state = 'Offered'");

            migrationBuilder.CreateIndex(
                name: "ix_reuse_items_organisation_id_changed_at",
                table: "reuse_items",
                columns: new[] { "organisation_id", "changed_at" });

            migrationBuilder.CreateIndex(
                name: "ix_reuse_items_organisation_id_state_changed_at",
                table: "reuse_items",
                columns: new[] { "organisation_id", "state", "changed_at" });

            migrationBuilder.CreateIndex(
                name: "ix_reuse_items_outflow_id",
                table: "reuse_items",
                column: "outflow_id",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_reuse_items_place_id",
                table: "reuse_items",
                column: "place_id");

            migrationBuilder.CreateIndex(
                name: "ix_spare_parts_asked_by",
                table: "spare_parts",
                column: "asked_by");

            migrationBuilder.CreateIndex(
                name: "ix_spare_parts_item_id",
                table: "spare_parts",
                column: "item_id");

            migrationBuilder.CreateIndex(
                name: "ix_spare_parts_latest",
                table: "spare_parts",
                column: "taken_at",
                filter: "gone_at IS NULL");

            migrationBuilder.CreateIndex(
                name: "ix_spare_parts_on_shelf",
                table: "spare_parts",
                columns: new[] { "category_code", "taken_at" },
                filter: "gone_at IS NULL");

            migrationBuilder.CreateIndex(
                name: "ix_spare_parts_organisation_id_taken_at",
                table: "spare_parts",
                columns: new[] { "organisation_id", "taken_at" });

            migrationBuilder.CreateIndex(
                name: "ix_spare_parts_outflow_id",
                table: "spare_parts",
                column: "outflow_id",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_spare_parts_place_id",
                table: "spare_parts",
                column: "place_id");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "item_reservations");

            migrationBuilder.DropTable(
                name: "reuse_item_events");

            migrationBuilder.DropTable(
                name: "spare_parts");

            migrationBuilder.DropTable(
                name: "reuse_items");

            migrationBuilder.DropIndex(
                name: "ix_weighing_lines_item",
                table: "weighing_lines");

            migrationBuilder.DropColumn(
                name: "item_code",
                table: "weighing_lines");
        }
    }
}
