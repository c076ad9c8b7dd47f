using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace RepairNet.Infrastructure.Persistence.Sqlite.Migrations
{
    /// <inheritdoc />
    public partial class CollectionsAndPhotos : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.CreateTable(
                name: "collection_rounds",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "TEXT", nullable: false),
                    organisation_id = table.Column<Guid>(type: "TEXT", nullable: false),
                    date = table.Column<string>(type: "TEXT", nullable: false),
                    half = table.Column<string>(type: "TEXT", maxLength: 40, nullable: false),
                    time_zone = table.Column<string>(type: "TEXT", maxLength: 60, nullable: false),
                    starts_at = table.Column<long>(type: "INTEGER", nullable: false),
                    max_stops = table.Column<int>(type: "INTEGER", nullable: false),
                    max_grams = table.Column<int>(type: "INTEGER", nullable: false),
                    stops = table.Column<int>(type: "INTEGER", nullable: false),
                    grams = table.Column<int>(type: "INTEGER", nullable: false),
                    created_at = table.Column<long>(type: "INTEGER", nullable: false),
                    cancelled_at = table.Column<long>(type: "INTEGER", nullable: true),
                    cancel_reason = table.Column<string>(type: "TEXT", maxLength: 200, nullable: true),
                    communes = table.Column<string>(type: "TEXT", maxLength: 180, nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_collection_rounds", x => x.id);
                    table.CheckConstraint("ck_collection_rounds_room", "stops BETWEEN 0 AND max_stops AND grams BETWEEN 0 AND max_grams");
                    table.ForeignKey(
                        name: "fk_collection_rounds_organisations_organisation_id",
                        column: x => x.organisation_id,
                        principalTable: "organisations",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "collection_terms",
                columns: table => new
                {
                    organisation_id = table.Column<Guid>(type: "TEXT", nullable: false),
                    is_open = table.Column<bool>(type: "INTEGER", nullable: false),
                    within_km = table.Column<int>(type: "INTEGER", nullable: true),
                    stops = table.Column<int>(type: "INTEGER", nullable: false),
                    kilograms = table.Column<int>(type: "INTEGER", nullable: false),
                    takes_bulky = table.Column<bool>(type: "INTEGER", nullable: false),
                    takes = table.Column<string>(type: "TEXT", maxLength: 300, nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_collection_terms", x => x.organisation_id);
                    table.ForeignKey(
                        name: "fk_collection_terms_organisations_organisation_id",
                        column: x => x.organisation_id,
                        principalTable: "organisations",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "photos",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "TEXT", nullable: false),
                    subject = table.Column<string>(type: "TEXT", maxLength: 40, nullable: false),
                    subject_id = table.Column<Guid>(type: "TEXT", nullable: false),
                    part = table.Column<int>(type: "INTEGER", nullable: false),
                    width = table.Column<int>(type: "INTEGER", nullable: false),
                    height = table.Column<int>(type: "INTEGER", nullable: false),
                    created_at = table.Column<long>(type: "INTEGER", nullable: false),
                    attached_at = table.Column<long>(type: "INTEGER", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_photos", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "collection_requests",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "TEXT", nullable: false),
                    reference = table.Column<string>(type: "TEXT", maxLength: 8, nullable: false),
                    secret_hash = table.Column<string>(type: "TEXT", maxLength: 64, nullable: false),
                    secret_generation = table.Column<int>(type: "INTEGER", nullable: false),
                    organisation_id = table.Column<Guid>(type: "TEXT", nullable: false),
                    commune_code = table.Column<string>(type: "TEXT", maxLength: 5, nullable: false),
                    address = table.Column<string>(type: "TEXT", maxLength: 200, nullable: true),
                    contact_key = table.Column<string>(type: "TEXT", maxLength: 254, nullable: false),
                    note = table.Column<string>(type: "TEXT", maxLength: 1000, nullable: true),
                    language = table.Column<string>(type: "TEXT", maxLength: 2, nullable: false),
                    created_at = table.Column<long>(type: "INTEGER", nullable: false),
                    changed_at = table.Column<long>(type: "INTEGER", nullable: false),
                    status = table.Column<string>(type: "TEXT", maxLength: 40, nullable: false),
                    workshop_words = table.Column<string>(type: "TEXT", maxLength: 1000, nullable: true),
                    answer = table.Column<string>(type: "TEXT", maxLength: 1000, nullable: true),
                    elsewhere = table.Column<string>(type: "TEXT", maxLength: 40, nullable: false),
                    round_id = table.Column<Guid>(type: "TEXT", nullable: true),
                    held_grams = table.Column<int>(type: "INTEGER", nullable: true),
                    declined = table.Column<int>(type: "INTEGER", nullable: false),
                    news = table.Column<int>(type: "INTEGER", nullable: false),
                    is_to_call = table.Column<bool>(type: "INTEGER", nullable: false),
                    reminded_at = table.Column<long>(type: "INTEGER", nullable: true),
                    erased_at = table.Column<long>(type: "INTEGER", nullable: true),
                    contact_email = table.Column<string>(type: "TEXT", maxLength: 254, nullable: true),
                    contact_name = table.Column<string>(type: "TEXT", maxLength: 100, nullable: false),
                    contact_phone = table.Column<string>(type: "TEXT", maxLength: 30, nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_collection_requests", x => x.id);
                    table.ForeignKey(
                        name: "fk_collection_requests_collection_rounds_round_id",
                        column: x => x.round_id,
                        principalTable: "collection_rounds",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "fk_collection_requests_organisations_organisation_id",
                        column: x => x.organisation_id,
                        principalTable: "organisations",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "collected_communes",
                columns: table => new
                {
                    organisation_id = table.Column<Guid>(type: "TEXT", nullable: false),
                    commune_code = table.Column<string>(type: "TEXT", maxLength: 5, nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_collected_communes", x => new { x.organisation_id, x.commune_code });
                    table.ForeignKey(
                        name: "fk_collected_communes_collection_terms_organisation_id",
                        column: x => x.organisation_id,
                        principalTable: "collection_terms",
                        principalColumn: "organisation_id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "photo_files",
                columns: table => new
                {
                    photo_id = table.Column<Guid>(type: "TEXT", nullable: false),
                    is_thumbnail = table.Column<bool>(type: "INTEGER", nullable: false),
                    jpeg = table.Column<byte[]>(type: "BLOB", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_photo_files", x => new { x.photo_id, x.is_thumbnail });
                    table.CheckConstraint("ck_photo_files_small", "length(jpeg) BETWEEN 1 AND 40000");
                    table.ForeignKey(
                        name: "fk_photo_files_photos_photo_id",
                        column: x => x.photo_id,
                        principalTable: "photos",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "collection_items",
                columns: table => new
                {
                    request_id = table.Column<Guid>(type: "TEXT", nullable: false),
                    number = table.Column<int>(type: "INTEGER", nullable: false),
                    category_code = table.Column<string>(type: "TEXT", maxLength: 40, nullable: true),
                    words = table.Column<string>(type: "TEXT", maxLength: 120, nullable: false),
                    state = table.Column<string>(type: "TEXT", maxLength: 40, nullable: false),
                    is_bulky = table.Column<bool>(type: "INTEGER", nullable: false),
                    grams = table.Column<int>(type: "INTEGER", nullable: false),
                    is_left = table.Column<bool>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_collection_items", x => new { x.request_id, x.number });
                    table.CheckConstraint("ck_collection_items_grams", "grams >= 0");
                    table.ForeignKey(
                        name: "fk_collection_items_collection_requests_request_id",
                        column: x => x.request_id,
                        principalTable: "collection_requests",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateIndex(
                name: "ix_collected_communes_commune_code",
                table: "collected_communes",
                column: "commune_code");

            migrationBuilder.CreateIndex(
                name: "ix_collection_requests_contact_key",
                table: "collection_requests",
                column: "contact_key");

            migrationBuilder.CreateIndex(
                name: "ix_collection_requests_created_at",
                table: "collection_requests",
                column: "created_at");

            migrationBuilder.CreateIndex(
                name: "ix_collection_requests_open",
                table: "collection_requests",
                column: "id",
                filter: "status IN ('Requested', 'Asked', 'Proposed', 'Confirmed')");

            migrationBuilder.CreateIndex(
                name: "ix_collection_requests_organisation_id_status_created_at",
                table: "collection_requests",
                columns: new[] { "organisation_id", "status", "created_at" });

            migrationBuilder.CreateIndex(
                name: "ix_collection_requests_reference",
                table: "collection_requests",
                column: "reference",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_collection_requests_round_id",
                table: "collection_requests",
                column: "round_id");

            migrationBuilder.CreateIndex(
                name: "ix_collection_requests_secret_hash",
                table: "collection_requests",
                column: "secret_hash",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_collection_rounds_organisation_id_date",
                table: "collection_rounds",
                columns: new[] { "organisation_id", "date" });

            migrationBuilder.CreateIndex(
                name: "ix_collection_rounds_starts_at",
                table: "collection_rounds",
                column: "starts_at");

            migrationBuilder.CreateIndex(
                name: "ix_photos_subject_subject_id",
                table: "photos",
                columns: new[] { "subject", "subject_id" });

            migrationBuilder.CreateIndex(
                name: "ix_photos_unsent",
                table: "photos",
                column: "created_at",
                filter: "attached_at IS NULL");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "collected_communes");

            migrationBuilder.DropTable(
                name: "collection_items");

            migrationBuilder.DropTable(
                name: "photo_files");

            migrationBuilder.DropTable(
                name: "collection_terms");

            migrationBuilder.DropTable(
                name: "collection_requests");

            migrationBuilder.DropTable(
                name: "photos");

            migrationBuilder.DropTable(
                name: "collection_rounds");
        }
    }
}
