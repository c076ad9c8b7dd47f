using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace RepairNet.Infrastructure.Persistence.Sqlite.Migrations
{
    /// <inheritdoc />
    public partial class PublicPurchases : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.CreateTable(
                name: "public_buyers",
                columns: table => new
                {
                    territory = table.Column<string>(type: "TEXT", maxLength: 24, nullable: false),
                    siret = table.Column<string>(type: "TEXT", maxLength: 14, nullable: false),
                    legal_name = table.Column<string>(type: "TEXT", maxLength: 120, nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_public_buyers", x => x.territory);
                });

            migrationBuilder.CreateTable(
                name: "purchase_lines",
                columns: table => new
                {
                    territory = table.Column<string>(type: "TEXT", maxLength: 24, nullable: false),
                    year = table.Column<int>(type: "INTEGER", nullable: false),
                    product = table.Column<string>(type: "TEXT", maxLength: 40, nullable: false),
                    total_cents = table.Column<long>(type: "INTEGER", nullable: false),
                    reused_cents = table.Column<long>(type: "INTEGER", nullable: false),
                    given_cents = table.Column<long>(type: "INTEGER", nullable: false),
                    recycled_cents = table.Column<long>(type: "INTEGER", nullable: false),
                    comment = table.Column<string>(type: "TEXT", maxLength: 300, nullable: true),
                    set_by = table.Column<Guid>(type: "TEXT", nullable: true),
                    set_at = table.Column<long>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_purchase_lines", x => new { x.territory, x.year, x.product });
                    table.CheckConstraint("ck_purchase_lines_within_total", "reused_cents >= 0 AND given_cents >= 0 AND recycled_cents >= 0 AND reused_cents <= total_cents AND recycled_cents <= total_cents");
                });

            migrationBuilder.CreateTable(
                name: "retired_batches",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "TEXT", nullable: false),
                    territory = table.Column<string>(type: "TEXT", maxLength: 24, nullable: false),
                    date = table.Column<string>(type: "TEXT", nullable: false),
                    category_code = table.Column<string>(type: "TEXT", maxLength: 40, nullable: false),
                    count = table.Column<int>(type: "INTEGER", nullable: false),
                    to = table.Column<string>(type: "TEXT", maxLength: 40, nullable: false),
                    recipient = table.Column<string>(type: "TEXT", maxLength: 120, nullable: true),
                    undertaken = table.Column<bool>(type: "INTEGER", nullable: false),
                    exclusion = table.Column<string>(type: "TEXT", maxLength: 40, nullable: true),
                    recorded_by = table.Column<Guid>(type: "TEXT", nullable: true),
                    recorded_at = table.Column<long>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_retired_batches", x => x.id);
                    table.CheckConstraint("ck_retired_batches_count", "count > 0");
                });

            migrationBuilder.CreateTable(
                name: "retired_stocks",
                columns: table => new
                {
                    territory = table.Column<string>(type: "TEXT", maxLength: 24, nullable: false),
                    year = table.Column<int>(type: "INTEGER", nullable: false),
                    count = table.Column<int>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_retired_stocks", x => new { x.territory, x.year });
                });

            migrationBuilder.CreateIndex(
                name: "ix_retired_batches_territory_date",
                table: "retired_batches",
                columns: new[] { "territory", "date" });
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "public_buyers");

            migrationBuilder.DropTable(
                name: "purchase_lines");

            migrationBuilder.DropTable(
                name: "retired_batches");

            migrationBuilder.DropTable(
                name: "retired_stocks");
        }
    }
}
