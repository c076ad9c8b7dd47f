using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace RepairNet.Infrastructure.Persistence.Postgres.Migrations
{
    /// <inheritdoc />
    public partial class RollupVersions : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropIndex(
                name: "ix_impact_rollups_country",
                table: "impact_rollups");

            migrationBuilder.AddColumn<long>(
                name: "version",
                table: "impact_rollups",
                type: "bigint",
                nullable: false,
                defaultValue: 0L);

            migrationBuilder.CreateIndex(
                name: "ix_impact_rollups_version",
                table: "impact_rollups",
                column: "version");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropIndex(
                name: "ix_impact_rollups_version",
                table: "impact_rollups");

            migrationBuilder.DropColumn(
                name: "version",
                table: "impact_rollups");

            migrationBuilder.CreateIndex(
                name: "ix_impact_rollups_country",
                table: "impact_rollups",
                columns: new[] { "country", "month", "category_code", "outcome", "provenance", "factor_set", "is_return", "commune_code", "count", "mass_mg" });
        }
    }
}
