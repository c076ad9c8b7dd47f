using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace RepairNet.Infrastructure.Persistence.Postgres.Migrations
{
    /// <inheritdoc />
    public partial class OfferVersions : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.CreateTable(
                name: "offer_changes",
                columns: table => new
                {
                    place_id = table.Column<Guid>(type: "uuid", nullable: false),
                    version = table.Column<long>(type: "bigint", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_offer_changes", x => x.place_id);
                });

            migrationBuilder.CreateTable(
                name: "offer_state",
                columns: table => new
                {
                    id = table.Column<int>(type: "integer", nullable: false),
                    version = table.Column<long>(type: "bigint", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_offer_state", x => x.id);
                });

            migrationBuilder.CreateIndex(
                name: "ix_offer_changes_version",
                table: "offer_changes",
                column: "version");

            Guards.NumberOffersOnPostgres(migrationBuilder);
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            Guards.StopNumberingOffersOnPostgres(migrationBuilder);

            migrationBuilder.DropTable(
                name: "offer_changes");

            migrationBuilder.DropTable(
                name: "offer_state");
        }
    }
}
