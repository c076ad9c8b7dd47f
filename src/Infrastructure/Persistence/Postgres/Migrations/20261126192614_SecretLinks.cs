using System;
using Microsoft.EntityFrameworkCore.Migrations;
using NodaTime;

#nullable disable

namespace RepairNet.Infrastructure.Persistence.Postgres.Migrations
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
                type: "integer",
                nullable: false,
                defaultValue: 0);

            migrationBuilder.AddColumn<int>(
                name: "secret_generation",
                table: "items_left",
                type: "integer",
                nullable: false,
                defaultValue: 0);

            migrationBuilder.AddColumn<int>(
                name: "secret_generation",
                table: "bookings",
                type: "integer",
                nullable: false,
                defaultValue: 0);

            migrationBuilder.CreateTable(
                name: "lost_links",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    contact_key = table.Column<string>(type: "character varying(254)", maxLength: 254, nullable: true),
                    reference = table.Column<string>(type: "character varying(8)", maxLength: 8, nullable: true),
                    language = table.Column<string>(type: "character varying(2)", maxLength: 2, nullable: false),
                    asked_at = table.Column<Instant>(type: "timestamp with time zone", nullable: false)
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
