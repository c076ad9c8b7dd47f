using System;
using Microsoft.EntityFrameworkCore.Migrations;
using NodaTime;

#nullable disable

namespace RepairNet.Infrastructure.Persistence.Postgres.Migrations
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
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    subject = table.Column<string>(type: "character varying(255)", maxLength: 255, nullable: false),
                    email = table.Column<string>(type: "character varying(254)", maxLength: 254, nullable: false),
                    hash = table.Column<string>(type: "character varying(64)", maxLength: 64, nullable: false),
                    created_at = table.Column<Instant>(type: "timestamp with time zone", nullable: false),
                    closed_at = table.Column<Instant>(type: "timestamp with time zone", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_proconnect_arrivals", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "proconnect_links",
                columns: table => new
                {
                    account_id = table.Column<Guid>(type: "uuid", nullable: false),
                    subject = table.Column<string>(type: "character varying(255)", maxLength: 255, nullable: false),
                    territory = table.Column<string>(type: "character varying(24)", maxLength: 24, nullable: true),
                    gave_right = table.Column<bool>(type: "boolean", nullable: false),
                    linked_at = table.Column<Instant>(type: "timestamp with time zone", nullable: false),
                    used_at = table.Column<Instant>(type: "timestamp with time zone", nullable: true)
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
