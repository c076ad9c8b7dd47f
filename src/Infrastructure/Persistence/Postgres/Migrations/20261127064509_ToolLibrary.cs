using System;
using Microsoft.EntityFrameworkCore.Migrations;
using NodaTime;

#nullable disable

namespace RepairNet.Infrastructure.Persistence.Postgres.Migrations
{
    /// <inheritdoc />
    public partial class ToolLibrary : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.CreateTable(
                name: "tools",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    organisation_id = table.Column<Guid>(type: "uuid", nullable: false),
                    place_id = table.Column<Guid>(type: "uuid", nullable: false),
                    commune_code = table.Column<string>(type: "character varying(5)", maxLength: 5, nullable: false),
                    name = table.Column<string>(type: "character varying(80)", maxLength: 80, nullable: false),
                    number = table.Column<string>(type: "character varying(20)", maxLength: 20, nullable: true),
                    note = table.Column<string>(type: "character varying(300)", maxLength: 300, nullable: true),
                    search_text = table.Column<string>(type: "character varying(200)", maxLength: 200, nullable: false),
                    loan_days = table.Column<int>(type: "integer", nullable: false),
                    deposit_cents = table.Column<int>(type: "integer", nullable: false),
                    added_at = table.Column<Instant>(type: "timestamp with time zone", nullable: false),
                    withdrawn_at = table.Column<Instant>(type: "timestamp with time zone", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_tools", x => x.id);
                    table.ForeignKey(
                        name: "fk_tools_organisations_organisation_id",
                        column: x => x.organisation_id,
                        principalTable: "organisations",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "fk_tools_places_place_id",
                        column: x => x.place_id,
                        principalTable: "places",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "tool_loans",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    tool_id = table.Column<Guid>(type: "uuid", nullable: false),
                    organisation_id = table.Column<Guid>(type: "uuid", nullable: false),
                    place_id = table.Column<Guid>(type: "uuid", nullable: false),
                    contact_key = table.Column<string>(type: "character varying(254)", maxLength: 254, nullable: false),
                    language = table.Column<string>(type: "character varying(2)", maxLength: 2, nullable: false),
                    lent_on = table.Column<LocalDate>(type: "date", nullable: false),
                    due_on = table.Column<LocalDate>(type: "date", nullable: false),
                    lent_at = table.Column<Instant>(type: "timestamp with time zone", nullable: false),
                    lent_by = table.Column<Guid>(type: "uuid", nullable: true),
                    returned_at = table.Column<Instant>(type: "timestamp with time zone", nullable: true),
                    return_note = table.Column<string>(type: "character varying(300)", maxLength: 300, nullable: true),
                    extensions = table.Column<int>(type: "integer", nullable: false),
                    notices = table.Column<int>(type: "integer", nullable: false),
                    forgets_on_return = table.Column<bool>(type: "boolean", nullable: false),
                    erased_at = table.Column<Instant>(type: "timestamp with time zone", nullable: true),
                    contact_email = table.Column<string>(type: "character varying(254)", maxLength: 254, nullable: true),
                    contact_name = table.Column<string>(type: "character varying(100)", maxLength: 100, nullable: false),
                    contact_phone = table.Column<string>(type: "character varying(30)", maxLength: 30, nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_tool_loans", x => x.id);
                    table.CheckConstraint("ck_tool_loans_due_after", "due_on > lent_on");
                    table.ForeignKey(
                        name: "fk_tool_loans_organisations_organisation_id",
                        column: x => x.organisation_id,
                        principalTable: "organisations",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "fk_tool_loans_places_place_id",
                        column: x => x.place_id,
                        principalTable: "places",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "fk_tool_loans_tools_tool_id",
                        column: x => x.tool_id,
                        principalTable: "tools",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateIndex(
                name: "ix_tool_loans_contact_key",
                table: "tool_loans",
                column: "contact_key");

            migrationBuilder.CreateIndex(
                name: "ix_tool_loans_due",
                table: "tool_loans",
                column: "due_on",
                filter: "returned_at IS NULL");

            migrationBuilder.CreateIndex(
                name: "ix_tool_loans_one_of_tool",
                table: "tool_loans",
                column: "tool_id",
                unique: true,
                filter: "returned_at IS NULL");

            migrationBuilder.CreateIndex(
                name: "ix_tool_loans_organisation_id",
                table: "tool_loans",
                column: "organisation_id");

            migrationBuilder.CreateIndex(
                name: "ix_tool_loans_place_id",
                table: "tool_loans",
                column: "place_id");

            migrationBuilder.CreateIndex(
                name: "ix_tool_loans_to_forget",
                table: "tool_loans",
                column: "returned_at",
                filter: "erased_at IS NULL");

            migrationBuilder.CreateIndex(
                name: "ix_tool_loans_tool_id_returned_at",
                table: "tool_loans",
                columns: new[] { "tool_id", "returned_at" });

            migrationBuilder.CreateIndex(
                name: "ix_tools_commune_code_name",
                table: "tools",
                columns: new[] { "commune_code", "name" });

            migrationBuilder.CreateIndex(
                name: "ix_tools_organisation_id_name",
                table: "tools",
                columns: new[] { "organisation_id", "name" });

            migrationBuilder.CreateIndex(
                name: "ix_tools_place_id",
                table: "tools",
                column: "place_id");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "tool_loans");

            migrationBuilder.DropTable(
                name: "tools");
        }
    }
}
