using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace RepairNet.Infrastructure.Persistence.Sqlite.Migrations
{
    /// <inheritdoc />
    public partial class Offers : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.CreateTable(
                name: "job_offers",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "TEXT", nullable: false),
                    organisation_id = table.Column<Guid>(type: "TEXT", nullable: false),
                    slug = table.Column<string>(type: "TEXT", maxLength: 80, nullable: false),
                    kind = table.Column<string>(type: "TEXT", maxLength: 40, nullable: false),
                    trade = table.Column<string>(type: "TEXT", maxLength: 40, nullable: false),
                    rome = table.Column<string>(type: "TEXT", maxLength: 5, nullable: false),
                    title = table.Column<string>(type: "TEXT", maxLength: 120, nullable: false),
                    tasks = table.Column<string>(type: "TEXT", maxLength: 2000, nullable: false),
                    profile = table.Column<string>(type: "TEXT", maxLength: 2000, nullable: true),
                    diploma = table.Column<string>(type: "TEXT", maxLength: 40, nullable: false),
                    weekly_minutes = table.Column<int>(type: "INTEGER", nullable: false),
                    length_count = table.Column<int>(type: "INTEGER", nullable: true),
                    length_unit = table.Column<string>(type: "TEXT", maxLength: 40, nullable: true),
                    starts_on = table.Column<string>(type: "TEXT", nullable: true),
                    pay = table.Column<string>(type: "TEXT", maxLength: 300, nullable: true),
                    commune_code = table.Column<string>(type: "TEXT", maxLength: 5, nullable: false),
                    address = table.Column<string>(type: "TEXT", maxLength: 300, nullable: true),
                    access = table.Column<string>(type: "TEXT", maxLength: 2000, nullable: true),
                    email = table.Column<string>(type: "TEXT", maxLength: 254, nullable: true),
                    phone = table.Column<string>(type: "TEXT", maxLength: 30, nullable: true),
                    language = table.Column<string>(type: "TEXT", maxLength: 2, nullable: false),
                    status = table.Column<string>(type: "TEXT", maxLength: 40, nullable: false),
                    created_at = table.Column<long>(type: "INTEGER", nullable: false),
                    changed_at = table.Column<long>(type: "INTEGER", nullable: false),
                    published_at = table.Column<long>(type: "INTEGER", nullable: true),
                    current_until = table.Column<long>(type: "INTEGER", nullable: true),
                    filled_at = table.Column<long>(type: "INTEGER", nullable: true),
                    round = table.Column<int>(type: "INTEGER", nullable: false),
                    reminded_at = table.Column<long>(type: "INTEGER", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_job_offers", x => x.id);
                    table.ForeignKey(
                        name: "fk_job_offers_organisations_organisation_id",
                        column: x => x.organisation_id,
                        principalTable: "organisations",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateIndex(
                name: "ix_job_offers_commune_code_current_until",
                table: "job_offers",
                columns: new[] { "commune_code", "current_until" });

            migrationBuilder.CreateIndex(
                name: "ix_job_offers_current_until",
                table: "job_offers",
                column: "current_until");

            migrationBuilder.CreateIndex(
                name: "ix_job_offers_filled_at",
                table: "job_offers",
                column: "filled_at");

            migrationBuilder.CreateIndex(
                name: "ix_job_offers_organisation_id_current_until",
                table: "job_offers",
                columns: new[] { "organisation_id", "current_until" });

            migrationBuilder.CreateIndex(
                name: "ix_job_offers_published_at",
                table: "job_offers",
                column: "published_at");

            migrationBuilder.CreateIndex(
                name: "ix_job_offers_slug",
                table: "job_offers",
                column: "slug",
                unique: true);
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "job_offers");
        }
    }
}
