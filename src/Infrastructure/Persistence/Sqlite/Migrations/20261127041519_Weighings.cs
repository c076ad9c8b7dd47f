using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace RepairNet.Infrastructure.Persistence.Sqlite.Migrations
{
    /// <inheritdoc />
    public partial class Weighings : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.CreateTable(
                name: "stocks",
                columns: table => new
                {
                    organisation_id = table.Column<Guid>(type: "TEXT", nullable: false),
                    category_code = table.Column<string>(type: "TEXT", maxLength: 40, nullable: false),
                    grams = table.Column<long>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_stocks", x => new { x.organisation_id, x.category_code });
                    table.CheckConstraint("ck_stocks_never_negative", "grams >= 0");
                    table.ForeignKey(
                        name: "fk_stocks_organisations_organisation_id",
                        column: x => x.organisation_id,
                        principalTable: "organisations",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "weighings",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "TEXT", nullable: false),
                    organisation_id = table.Column<Guid>(type: "TEXT", nullable: false),
                    place_id = table.Column<Guid>(type: "TEXT", nullable: false),
                    commune_code = table.Column<string>(type: "TEXT", maxLength: 5, nullable: false),
                    direction = table.Column<string>(type: "TEXT", maxLength: 40, nullable: false),
                    sign = table.Column<int>(type: "INTEGER", nullable: false),
                    date = table.Column<string>(type: "TEXT", nullable: false),
                    origin_code = table.Column<string>(type: "TEXT", maxLength: 5, nullable: true),
                    channel = table.Column<string>(type: "TEXT", maxLength: 40, nullable: true),
                    destination = table.Column<string>(type: "TEXT", maxLength: 40, nullable: true),
                    stream = table.Column<string>(type: "TEXT", maxLength: 40, nullable: true),
                    note = table.Column<string>(type: "TEXT", maxLength: 200, nullable: true),
                    reason = table.Column<string>(type: "TEXT", maxLength: 200, nullable: true),
                    reverses_id = table.Column<Guid>(type: "TEXT", nullable: true),
                    recorded_at = table.Column<long>(type: "INTEGER", nullable: false),
                    recorded_by = table.Column<Guid>(type: "TEXT", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_weighings", x => x.id);
                    table.CheckConstraint("ck_weighings_sign", "sign IN (-1, 1)");
                    table.ForeignKey(
                        name: "fk_weighings_organisations_organisation_id",
                        column: x => x.organisation_id,
                        principalTable: "organisations",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "fk_weighings_places_place_id",
                        column: x => x.place_id,
                        principalTable: "places",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "fk_weighings_weighings_reverses_id",
                        column: x => x.reverses_id,
                        principalTable: "weighings",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "weighing_lines",
                columns: table => new
                {
                    weighing_id = table.Column<Guid>(type: "TEXT", nullable: false),
                    number = table.Column<int>(type: "INTEGER", nullable: false),
                    category_code = table.Column<string>(type: "TEXT", maxLength: 40, nullable: true),
                    gross_grams = table.Column<long>(type: "INTEGER", nullable: false),
                    tare_grams = table.Column<long>(type: "INTEGER", nullable: false),
                    net_grams = table.Column<long>(type: "INTEGER", nullable: false),
                    count = table.Column<int>(type: "INTEGER", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_weighing_lines", x => new { x.weighing_id, x.number });
                    table.CheckConstraint("ck_weighing_lines_net", "tare_grams >= 0 AND net_grams > 0 AND net_grams = gross_grams - tare_grams");
                    table.ForeignKey(
                        name: "fk_weighing_lines_weighings_weighing_id",
                        column: x => x.weighing_id,
                        principalTable: "weighings",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateIndex(
                name: "ix_weighings_commune_code_date",
                table: "weighings",
                columns: new[] { "commune_code", "date" });

            migrationBuilder.CreateIndex(
                name: "ix_weighings_organisation_id_date",
                table: "weighings",
                columns: new[] { "organisation_id", "date" });

            migrationBuilder.CreateIndex(
                name: "ix_weighings_place_id",
                table: "weighings",
                column: "place_id");

            migrationBuilder.CreateIndex(
                name: "ix_weighings_reverses_id",
                table: "weighings",
                column: "reverses_id",
                unique: true);
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "stocks");

            migrationBuilder.DropTable(
                name: "weighing_lines");

            migrationBuilder.DropTable(
                name: "weighings");
        }
    }
}
