using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace RepairNet.Infrastructure.Persistence.Sqlite.Migrations
{
    /// <inheritdoc />
    public partial class MonthsNotDays : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropIndex(
                name: "ix_ledger_entries_corrects_entry_id",
                table: "ledger_entries");

            migrationBuilder.DropIndex(
                name: "ix_ledger_entries_date",
                table: "ledger_entries");

            migrationBuilder.DropIndex(
                name: "ix_ledger_entries_imported_repair_id",
                table: "ledger_entries");

            migrationBuilder.DropIndex(
                name: "ix_ledger_entries_repair_id",
                table: "ledger_entries");

            migrationBuilder.DropIndex(
                name: "ix_imported_repairs_commune_code_date",
                table: "imported_repairs");

            migrationBuilder.DropIndex(
                name: "ix_imported_repairs_date",
                table: "imported_repairs");

            migrationBuilder.AddColumn<int>(
                name: "month",
                table: "ledger_entries",
                type: "INTEGER",
                nullable: false,
                computedColumnSql: "CAST(substr(date, 1, 4) AS INTEGER) * 100 + CAST(substr(date, 6, 2) AS INTEGER)",
                stored: false);

            migrationBuilder.AddColumn<int>(
                name: "month",
                table: "imported_repairs",
                type: "INTEGER",
                nullable: false,
                computedColumnSql: "CAST(substr(date, 1, 4) AS INTEGER) * 100 + CAST(substr(date, 6, 2) AS INTEGER)",
                stored: false);

            migrationBuilder.CreateIndex(
                name: "ix_ledger_entries_corrects_entry_id",
                table: "ledger_entries",
                column: "corrects_entry_id",
                unique: true,
                filter: "corrects_entry_id IS NOT NULL");

            migrationBuilder.CreateIndex(
                name: "ix_ledger_entries_imported_repair_id",
                table: "ledger_entries",
                column: "imported_repair_id",
                filter: "imported_repair_id IS NOT NULL");

            migrationBuilder.CreateIndex(
                name: "ix_ledger_entries_month",
                table: "ledger_entries",
                column: "month");

            migrationBuilder.CreateIndex(
                name: "ix_ledger_entries_repair_id",
                table: "ledger_entries",
                column: "repair_id",
                filter: "repair_id IS NOT NULL");

            migrationBuilder.CreateIndex(
                name: "ix_imported_repairs_commune_code",
                table: "imported_repairs",
                column: "commune_code");

            migrationBuilder.CreateIndex(
                name: "ix_imported_repairs_month",
                table: "imported_repairs",
                column: "month");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropIndex(
                name: "ix_ledger_entries_corrects_entry_id",
                table: "ledger_entries");

            migrationBuilder.DropIndex(
                name: "ix_ledger_entries_imported_repair_id",
                table: "ledger_entries");

            migrationBuilder.DropIndex(
                name: "ix_ledger_entries_month",
                table: "ledger_entries");

            migrationBuilder.DropIndex(
                name: "ix_ledger_entries_repair_id",
                table: "ledger_entries");

            migrationBuilder.DropIndex(
                name: "ix_imported_repairs_commune_code",
                table: "imported_repairs");

            migrationBuilder.DropIndex(
                name: "ix_imported_repairs_month",
                table: "imported_repairs");

            migrationBuilder.DropColumn(
                name: "month",
                table: "ledger_entries");

            migrationBuilder.DropColumn(
                name: "month",
                table: "imported_repairs");

            migrationBuilder.CreateIndex(
                name: "ix_ledger_entries_corrects_entry_id",
                table: "ledger_entries",
                column: "corrects_entry_id",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_ledger_entries_date",
                table: "ledger_entries",
                column: "date");

            migrationBuilder.CreateIndex(
                name: "ix_ledger_entries_imported_repair_id",
                table: "ledger_entries",
                column: "imported_repair_id");

            migrationBuilder.CreateIndex(
                name: "ix_ledger_entries_repair_id",
                table: "ledger_entries",
                column: "repair_id");

            migrationBuilder.CreateIndex(
                name: "ix_imported_repairs_commune_code_date",
                table: "imported_repairs",
                columns: new[] { "commune_code", "date" });

            migrationBuilder.CreateIndex(
                name: "ix_imported_repairs_date",
                table: "imported_repairs",
                column: "date");
        }
    }
}
