using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace RepairNet.Infrastructure.Persistence.Sqlite.Migrations
{
    /// <inheritdoc />
    public partial class Introductions : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<bool>(
                name: "takes_apprentices",
                table: "organisations",
                type: "INTEGER",
                nullable: false,
                defaultValue: false);

            migrationBuilder.AddColumn<long>(
                name: "introduced_at",
                table: "enrolments",
                type: "INTEGER",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "introduction",
                table: "enrolments",
                type: "TEXT",
                maxLength: 40,
                nullable: false,
                defaultValue: "None");

            migrationBuilder.AddColumn<int>(
                name: "introductions",
                table: "enrolments",
                type: "INTEGER",
                nullable: false,
                defaultValue: 0);

            migrationBuilder.AddColumn<long>(
                name: "welcomed_at",
                table: "enrolments",
                type: "INTEGER",
                nullable: true);

            migrationBuilder.CreateTable(
                name: "proved_trainings",
                columns: table => new
                {
                    person_id = table.Column<Guid>(type: "TEXT", nullable: false),
                    session_id = table.Column<Guid>(type: "TEXT", nullable: false),
                    course_title = table.Column<string>(type: "TEXT", maxLength: 120, nullable: false),
                    centre_name = table.Column<string>(type: "TEXT", maxLength: 120, nullable: false),
                    ended_on = table.Column<string>(type: "TEXT", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_proved_trainings", x => new { x.person_id, x.session_id });
                    table.ForeignKey(
                        name: "fk_proved_trainings_people_person_id",
                        column: x => x.person_id,
                        principalTable: "people",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateIndex(
                name: "ix_enrolments_introduced",
                table: "enrolments",
                columns: new[] { "introduced_to", "introduced_at" },
                filter: "introduced_to IS NOT NULL");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "proved_trainings");

            migrationBuilder.DropIndex(
                name: "ix_enrolments_introduced",
                table: "enrolments");

            migrationBuilder.DropColumn(
                name: "takes_apprentices",
                table: "organisations");

            migrationBuilder.DropColumn(
                name: "introduced_at",
                table: "enrolments");

            migrationBuilder.DropColumn(
                name: "introduction",
                table: "enrolments");

            migrationBuilder.DropColumn(
                name: "introductions",
                table: "enrolments");

            migrationBuilder.DropColumn(
                name: "welcomed_at",
                table: "enrolments");
        }
    }
}
