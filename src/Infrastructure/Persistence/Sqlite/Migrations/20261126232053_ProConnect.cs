using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace RepairNet.Infrastructure.Persistence.Sqlite.Migrations
{
    /// <inheritdoc />
    public partial class ProConnect : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.CreateTable(
                name: "proconnect_arrivals",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "TEXT", nullable: false),
                    subject = table.Column<string>(type: "TEXT", maxLength: 255, nullable: false),
                    email = table.Column<string>(type: "TEXT", maxLength: 254, nullable: false),
                    hash = table.Column<string>(type: "TEXT", maxLength: 64, nullable: false),
                    created_at = table.Column<long>(type: "INTEGER", nullable: false),
                    closed_at = table.Column<long>(type: "INTEGER", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_proconnect_arrivals", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "proconnect_links",
                columns: table => new
                {
                    account_id = table.Column<Guid>(type: "TEXT", nullable: false),
                    subject = table.Column<string>(type: "TEXT", maxLength: 255, nullable: false),
                    territory = table.Column<string>(type: "TEXT", maxLength: 24, nullable: true),
                    gave_right = table.Column<bool>(type: "INTEGER", nullable: false),
                    linked_at = table.Column<long>(type: "INTEGER", nullable: false),
                    used_at = table.Column<long>(type: "INTEGER", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_proconnect_links", x => x.account_id);
                });

            migrationBuilder.CreateIndex(
                name: "ix_proconnect_arrivals_created_at",
                table: "proconnect_arrivals",
                column: "created_at");

            migrationBuilder.CreateIndex(
                name: "ix_proconnect_arrivals_hash",
                table: "proconnect_arrivals",
                column: "hash",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_proconnect_links_subject",
                table: "proconnect_links",
                column: "subject",
                unique: true);
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "proconnect_arrivals");

            migrationBuilder.DropTable(
                name: "proconnect_links");
        }
    }
}
