using System;
using Microsoft.EntityFrameworkCore.Migrations;
using NodaTime;

#nullable disable

namespace RepairNet.Infrastructure.Persistence.Postgres.Migrations
{
    /// <inheritdoc />
    public partial class ClosedPeriods : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropPrimaryKey(
                name: "pk_impact_rollups",
                table: "impact_rollups");

            migrationBuilder.AddColumn<int>(
                name: "vintage",
                table: "territory_editions",
                type: "integer",
                nullable: false,
                defaultValue: 2026);

            migrationBuilder.AddColumn<string>(
                name: "barrier",
                table: "ledger_entries",
                type: "character varying(40)",
                maxLength: 40,
                nullable: true);

            migrationBuilder.AddColumn<int>(
                name: "cog_year",
                table: "ledger_entries",
                type: "integer",
                nullable: true);

            migrationBuilder.AddColumn<LocalDate>(
                name: "occurred_on",
                table: "ledger_entries",
                type: "date",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "reason",
                table: "ledger_entries",
                type: "character varying(200)",
                maxLength: 200,
                nullable: true);

            migrationBuilder.AddColumn<Guid>(
                name: "recorded_by",
                table: "ledger_entries",
                type: "uuid",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "barrier_code",
                table: "impact_rollups",
                type: "character varying(40)",
                maxLength: 40,
                nullable: false,
                defaultValue: "");

            migrationBuilder.AddPrimaryKey(
                name: "pk_impact_rollups",
                table: "impact_rollups",
                columns: new[] { "commune_code", "date", "category_code", "outcome", "provenance", "organisation_id", "factor_set", "is_return", "barrier_code", "country" });

            migrationBuilder.CreateTable(
                name: "closed_periods",
                columns: table => new
                {
                    number = table.Column<long>(type: "bigint", nullable: false),
                    territory = table.Column<string>(type: "character varying(40)", maxLength: 40, nullable: false),
                    from = table.Column<LocalDate>(type: "date", nullable: false),
                    to = table.Column<LocalDate>(type: "date", nullable: false),
                    closed_at = table.Column<Instant>(type: "timestamp with time zone", nullable: false),
                    closed_by = table.Column<Guid>(type: "uuid", nullable: true),
                    statement = table.Column<string>(type: "text", nullable: false),
                    hash = table.Column<string>(type: "character varying(64)", maxLength: 64, nullable: false),
                    previous_hash = table.Column<string>(type: "character varying(64)", maxLength: 64, nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_closed_periods", x => x.number);
                });

            migrationBuilder.CreateTable(
                name: "closed_communes",
                columns: table => new
                {
                    commune_code = table.Column<string>(type: "character varying(5)", maxLength: 5, nullable: false),
                    number = table.Column<long>(type: "bigint", nullable: false),
                    from = table.Column<LocalDate>(type: "date", nullable: false),
                    to = table.Column<LocalDate>(type: "date", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_closed_communes", x => new { x.commune_code, x.number });
                    table.ForeignKey(
                        name: "fk_closed_communes_closed_periods_number",
                        column: x => x.number,
                        principalTable: "closed_periods",
                        principalColumn: "number",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateIndex(
                name: "ix_closed_communes_number",
                table: "closed_communes",
                column: "number");

            migrationBuilder.CreateIndex(
                name: "ix_closed_periods_previous_hash",
                table: "closed_periods",
                column: "previous_hash",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_closed_periods_territory_from_to",
                table: "closed_periods",
                columns: new[] { "territory", "from", "to" },
                unique: true);

            Guards.KeepPeriodsClosedOnPostgres(migrationBuilder);
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            Guards.ReopenPeriodsOnPostgres(migrationBuilder);

            migrationBuilder.DropTable(
                name: "closed_communes");

            migrationBuilder.DropTable(
                name: "closed_periods");

            migrationBuilder.DropPrimaryKey(
                name: "pk_impact_rollups",
                table: "impact_rollups");

            migrationBuilder.DropColumn(
                name: "vintage",
                table: "territory_editions");

            migrationBuilder.DropColumn(
                name: "barrier",
                table: "ledger_entries");

            migrationBuilder.DropColumn(
                name: "cog_year",
                table: "ledger_entries");

            migrationBuilder.DropColumn(
                name: "occurred_on",
                table: "ledger_entries");

            migrationBuilder.DropColumn(
                name: "reason",
                table: "ledger_entries");

            migrationBuilder.DropColumn(
                name: "recorded_by",
                table: "ledger_entries");

            migrationBuilder.DropColumn(
                name: "barrier_code",
                table: "impact_rollups");

            migrationBuilder.AddPrimaryKey(
                name: "pk_impact_rollups",
                table: "impact_rollups",
                columns: new[] { "commune_code", "date", "category_code", "outcome", "provenance", "organisation_id", "factor_set", "is_return", "country" });
        }
    }
}
