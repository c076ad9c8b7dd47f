using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace RepairNet.Infrastructure.Persistence.Sqlite.Migrations
{
    /// <inheritdoc />
    public partial class QualiReparLabel : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<bool>(
                name: "declares_quali_repar",
                table: "organisations",
                type: "INTEGER",
                nullable: false,
                defaultValue: false);

            migrationBuilder.AddColumn<string>(
                name: "quali_repar_number",
                table: "organisations",
                type: "TEXT",
                maxLength: 60,
                nullable: true);
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropColumn(
                name: "declares_quali_repar",
                table: "organisations");

            migrationBuilder.DropColumn(
                name: "quali_repar_number",
                table: "organisations");
        }
    }
}
