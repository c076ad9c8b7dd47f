using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace RepairNet.Infrastructure.Persistence.Sqlite.Migrations
{
    /// <inheritdoc />
    public partial class TerritoryRoles : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<string>(
                name: "role",
                table: "territory_memberships",
                type: "TEXT",
                maxLength: 40,
                nullable: false,
                defaultValue: "Editor");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropColumn(
                name: "role",
                table: "territory_memberships");
        }
    }
}
