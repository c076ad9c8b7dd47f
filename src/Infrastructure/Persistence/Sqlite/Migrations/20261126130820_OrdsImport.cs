using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace RepairNet.Infrastructure.Persistence.Sqlite.Migrations
{
    /// <inheritdoc />
    public partial class OrdsImport : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AlterColumn<Guid>(
                name: "repair_id",
                table: "ledger_entries",
                type: "TEXT",
                nullable: true,
                oldClrType: typeof(Guid),
                oldType: "TEXT");

            migrationBuilder.AddColumn<Guid>(
                name: "imported_repair_id",
                table: "ledger_entries",
                type: "TEXT",
                nullable: true);

            migrationBuilder.CreateTable(
                name: "imported_providers",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "TEXT", nullable: false),
                    name = table.Column<string>(type: "TEXT", maxLength: 120, nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_imported_providers", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "imports",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "TEXT", nullable: false),
                    kind = table.Column<string>(type: "TEXT", maxLength: 40, nullable: false),
                    state = table.Column<string>(type: "TEXT", maxLength: 40, nullable: false),
                    started_by = table.Column<Guid>(type: "TEXT", nullable: true),
                    territory = table.Column<string>(type: "TEXT", maxLength: 21, nullable: true),
                    file_name = table.Column<string>(type: "TEXT", maxLength: 200, nullable: false),
                    bytes = table.Column<long>(type: "INTEGER", nullable: false),
                    total = table.Column<long>(type: "INTEGER", nullable: false),
                    done = table.Column<long>(type: "INTEGER", nullable: false),
                    accepted = table.Column<long>(type: "INTEGER", nullable: false),
                    rejected = table.Column<long>(type: "INTEGER", nullable: false),
                    warnings = table.Column<string>(type: "TEXT", nullable: false),
                    rejections = table.Column<string>(type: "TEXT", nullable: false),
                    created_at = table.Column<long>(type: "INTEGER", nullable: false),
                    ended_at = table.Column<long>(type: "INTEGER", nullable: true),
                    tries = table.Column<int>(type: "INTEGER", nullable: false),
                    holder = table.Column<Guid>(type: "TEXT", nullable: true),
                    held_until = table.Column<long>(type: "INTEGER", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_imports", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "imported_repairs",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "TEXT", nullable: false),
                    import_id = table.Column<Guid>(type: "TEXT", nullable: false),
                    provider_id = table.Column<Guid>(type: "TEXT", nullable: false),
                    row_id = table.Column<string>(type: "TEXT", maxLength: 120, nullable: false),
                    country = table.Column<string>(type: "TEXT", maxLength: 3, nullable: false),
                    commune_code = table.Column<string>(type: "TEXT", maxLength: 5, nullable: true),
                    date = table.Column<string>(type: "TEXT", nullable: false),
                    category_code = table.Column<string>(type: "TEXT", maxLength: 40, nullable: false),
                    outcome = table.Column<string>(type: "TEXT", maxLength: 40, nullable: false),
                    barrier = table.Column<string>(type: "TEXT", maxLength: 40, nullable: true),
                    country_text = table.Column<string>(type: "TEXT", nullable: false),
                    partner_product_category = table.Column<string>(type: "TEXT", nullable: false),
                    product_category = table.Column<string>(type: "TEXT", nullable: false),
                    product_category_id = table.Column<string>(type: "TEXT", nullable: false),
                    brand = table.Column<string>(type: "TEXT", nullable: false),
                    year_of_manufacture = table.Column<string>(type: "TEXT", nullable: false),
                    product_age = table.Column<string>(type: "TEXT", nullable: false),
                    status_text = table.Column<string>(type: "TEXT", nullable: false),
                    barrier_text = table.Column<string>(type: "TEXT", nullable: false),
                    group_identifier = table.Column<string>(type: "TEXT", nullable: false),
                    date_text = table.Column<string>(type: "TEXT", nullable: false),
                    problem = table.Column<string>(type: "TEXT", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_imported_repairs", x => x.id);
                    table.ForeignKey(
                        name: "fk_imported_repairs_imported_providers_provider_id",
                        column: x => x.provider_id,
                        principalTable: "imported_providers",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateIndex(
                name: "ix_ledger_entries_imported_repair_id",
                table: "ledger_entries",
                column: "imported_repair_id");

            migrationBuilder.CreateIndex(
                name: "ix_imported_repairs_commune_code_date",
                table: "imported_repairs",
                columns: new[] { "commune_code", "date" });

            migrationBuilder.CreateIndex(
                name: "ix_imported_repairs_date",
                table: "imported_repairs",
                column: "date");

            migrationBuilder.CreateIndex(
                name: "ix_imported_repairs_provider_id_row_id",
                table: "imported_repairs",
                columns: new[] { "provider_id", "row_id" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_imports_started_by_created_at",
                table: "imports",
                columns: new[] { "started_by", "created_at" });

            migrationBuilder.CreateIndex(
                name: "ix_imports_state",
                table: "imports",
                column: "state");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "imported_repairs");

            migrationBuilder.DropTable(
                name: "imports");

            migrationBuilder.DropTable(
                name: "imported_providers");

            migrationBuilder.DropIndex(
                name: "ix_ledger_entries_imported_repair_id",
                table: "ledger_entries");

            migrationBuilder.DropColumn(
                name: "imported_repair_id",
                table: "ledger_entries");

            migrationBuilder.AlterColumn<Guid>(
                name: "repair_id",
                table: "ledger_entries",
                type: "TEXT",
                nullable: false,
                defaultValue: new Guid("00000000-0000-0000-0000-000000000000"),
                oldClrType: typeof(Guid),
                oldType: "TEXT",
                oldNullable: true);
        }
    }
}
