using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace RepairNet.Infrastructure.Persistence.Sqlite.Migrations
{
    /// <inheritdoc />
    public partial class Joining : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<bool>(
                name: "agents_told",
                table: "organisations",
                type: "INTEGER",
                nullable: false,
                defaultValue: false);

            migrationBuilder.AddColumn<string>(
                name: "language",
                table: "organisations",
                type: "TEXT",
                maxLength: 2,
                nullable: false,
                defaultValue: "fr");

            migrationBuilder.AddColumn<string>(
                name: "turn",
                table: "organisations",
                type: "TEXT",
                maxLength: 40,
                nullable: false,
                defaultValue: "Territory");

            migrationBuilder.AddColumn<long>(
                name: "turn_since",
                table: "organisations",
                type: "INTEGER",
                nullable: true);

            migrationBuilder.CreateTable(
                name: "file_entries",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "TEXT", nullable: false),
                    organisation_id = table.Column<Guid>(type: "TEXT", nullable: false),
                    territory = table.Column<string>(type: "TEXT", maxLength: 24, nullable: false),
                    kind = table.Column<string>(type: "TEXT", maxLength: 40, nullable: false),
                    text = table.Column<string>(type: "TEXT", maxLength: 2000, nullable: true),
                    by = table.Column<Guid>(type: "TEXT", nullable: true),
                    at = table.Column<long>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_file_entries", x => x.id);
                    table.ForeignKey(
                        name: "fk_file_entries_organisations_organisation_id",
                        column: x => x.organisation_id,
                        principalTable: "organisations",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "join_requests",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "TEXT", nullable: false),
                    hash = table.Column<string>(type: "TEXT", maxLength: 64, nullable: false),
                    fingerprint = table.Column<string>(type: "TEXT", maxLength: 64, nullable: false),
                    name = table.Column<string>(type: "TEXT", maxLength: 120, nullable: false),
                    kinds = table.Column<int>(type: "INTEGER", nullable: false),
                    commune_code = table.Column<string>(type: "TEXT", maxLength: 5, nullable: false),
                    address = table.Column<string>(type: "TEXT", maxLength: 300, nullable: true),
                    siret = table.Column<string>(type: "TEXT", maxLength: 14, nullable: true),
                    email = table.Column<string>(type: "TEXT", maxLength: 254, nullable: true),
                    phone = table.Column<string>(type: "TEXT", maxLength: 30, nullable: true),
                    website = table.Column<string>(type: "TEXT", maxLength: 300, nullable: true),
                    description = table.Column<string>(type: "TEXT", maxLength: 2000, nullable: true),
                    person_name = table.Column<string>(type: "TEXT", maxLength: 80, nullable: false),
                    person_email = table.Column<string>(type: "TEXT", maxLength: 254, nullable: false),
                    language = table.Column<string>(type: "TEXT", maxLength: 2, nullable: false),
                    created_at = table.Column<long>(type: "INTEGER", nullable: false),
                    asked_at = table.Column<long>(type: "INTEGER", nullable: false),
                    letters = table.Column<int>(type: "INTEGER", nullable: false),
                    became = table.Column<Guid>(type: "TEXT", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_join_requests", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "territory_contacts",
                columns: table => new
                {
                    territory = table.Column<string>(type: "TEXT", maxLength: 24, nullable: false),
                    name = table.Column<string>(type: "TEXT", maxLength: 80, nullable: true),
                    phone = table.Column<string>(type: "TEXT", maxLength: 30, nullable: true),
                    email = table.Column<string>(type: "TEXT", maxLength: 254, nullable: true),
                    address = table.Column<string>(type: "TEXT", maxLength: 200, nullable: true),
                    hours = table.Column<string>(type: "TEXT", maxLength: 120, nullable: true),
                    hours_english = table.Column<string>(type: "TEXT", maxLength: 120, nullable: true),
                    welcome = table.Column<string>(type: "TEXT", maxLength: 1000, nullable: true),
                    welcome_english = table.Column<string>(type: "TEXT", maxLength: 1000, nullable: true),
                    changed_by = table.Column<Guid>(type: "TEXT", nullable: true),
                    changed_at = table.Column<long>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_territory_contacts", x => x.territory);
                });

            migrationBuilder.CreateIndex(
                name: "ix_organisations_siret",
                table: "organisations",
                column: "siret");

            migrationBuilder.CreateIndex(
                name: "ix_organisations_status_turn",
                table: "organisations",
                columns: new[] { "status", "turn" });

            migrationBuilder.CreateIndex(
                name: "ix_file_entries_organisation_id_at",
                table: "file_entries",
                columns: new[] { "organisation_id", "at" });

            migrationBuilder.CreateIndex(
                name: "ix_join_requests_created_at",
                table: "join_requests",
                column: "created_at");

            migrationBuilder.CreateIndex(
                name: "ix_join_requests_fingerprint",
                table: "join_requests",
                column: "fingerprint",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_join_requests_hash",
                table: "join_requests",
                column: "hash",
                unique: true);
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "file_entries");

            migrationBuilder.DropTable(
                name: "join_requests");

            migrationBuilder.DropTable(
                name: "territory_contacts");

            migrationBuilder.DropIndex(
                name: "ix_organisations_siret",
                table: "organisations");

            migrationBuilder.DropIndex(
                name: "ix_organisations_status_turn",
                table: "organisations");

            migrationBuilder.DropColumn(
                name: "agents_told",
                table: "organisations");

            migrationBuilder.DropColumn(
                name: "language",
                table: "organisations");

            migrationBuilder.DropColumn(
                name: "turn",
                table: "organisations");

            migrationBuilder.DropColumn(
                name: "turn_since",
                table: "organisations");
        }
    }
}
