using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace RepairNet.Infrastructure.Persistence.Sqlite.Migrations
{
    /// <inheritdoc />
    public partial class DurationByCategory : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<int>(
                name: "duration_minutes",
                table: "service_categories",
                type: "INTEGER",
                nullable: true);
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropColumn(
                name: "duration_minutes",
                table: "service_categories");
        }
    }
}
