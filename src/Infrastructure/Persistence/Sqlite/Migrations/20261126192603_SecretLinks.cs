using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace RepairNet.Infrastructure.Persistence.Sqlite.Migrations
{
    /// <inheritdoc />
    public partial class SecretLinks : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<int>(
                name: "secret_generation",
                table: "waiting_entries",
                type: "INTEGER",
                nullable: false,
                defaultValue: 0);

            migrationBuilder.AddColumn<int>(
                name: "secret_generation",
                table: "items_left",
                type: "INTEGER",
                nullable: false,
                defaultValue: 0);

            migrationBuilder.AddColumn<int>(
                name: "secret_generation",
                table: "bookings",
                type: "INTEGER",
                nullable: false,
                defaultValue: 0);

            migrationBuilder.CreateTable(
                name: "lost_links",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "TEXT", nullable: false),
                    contact_key = table.Column<string>(type: "TEXT", maxLength: 254, nullable: true),
                    reference = table.Column<string>(type: "TEXT", maxLength: 8, nullable: true),
                    language = table.Column<string>(type: "TEXT", maxLength: 2, nullable: false),
                    asked_at = table.Column<long>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_lost_links", x => x.id);
                });

            migrationBuilder.CreateIndex(
                name: "ix_lost_links_asked_at",
                table: "lost_links",
                column: "asked_at");

            migrationBuilder.CreateIndex(
                name: "ix_lost_links_contact_key_asked_at",
                table: "lost_links",
                columns: new[] { "contact_key", "asked_at" });

            migrationBuilder.CreateIndex(
                name: "ix_lost_links_reference_asked_at",
                table: "lost_links",
                columns: new[] { "reference", "asked_at" });
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "lost_links");

            migrationBuilder.DropColumn(
                name: "secret_generation",
                table: "waiting_entries");

            migrationBuilder.DropColumn(
                name: "secret_generation",
                table: "items_left");

            migrationBuilder.DropColumn(
                name: "secret_generation",
                table: "bookings");
        }
    }
}
