using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace RepairNet.Infrastructure.Persistence.Sqlite.Migrations
{
    /// <inheritdoc />
    public partial class MutualHelp : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.CreateTable(
                name: "help_moderations",
                columns: table => new
                {
                    territory = table.Column<string>(type: "TEXT", maxLength: 24, nullable: false),
                    is_before = table.Column<bool>(type: "INTEGER", nullable: false),
                    organisation_id = table.Column<Guid>(type: "TEXT", nullable: true),
                    changed_by = table.Column<Guid>(type: "TEXT", nullable: true),
                    changed_at = table.Column<long>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_help_moderations", x => x.territory);
                    table.ForeignKey(
                        name: "fk_help_moderations_organisations_organisation_id",
                        column: x => x.organisation_id,
                        principalTable: "organisations",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "help_posts",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "TEXT", nullable: false),
                    secret_hash = table.Column<string>(type: "TEXT", maxLength: 64, nullable: false),
                    secret_generation = table.Column<int>(type: "INTEGER", nullable: false),
                    kind = table.Column<string>(type: "TEXT", maxLength: 40, nullable: false),
                    category_code = table.Column<string>(type: "TEXT", maxLength: 40, nullable: false),
                    commune_code = table.Column<string>(type: "TEXT", maxLength: 5, nullable: false),
                    first_name = table.Column<string>(type: "TEXT", maxLength: 40, nullable: false),
                    email = table.Column<string>(type: "TEXT", maxLength: 254, nullable: true),
                    contact_key = table.Column<string>(type: "TEXT", maxLength: 254, nullable: false),
                    text = table.Column<string>(type: "TEXT", maxLength: 1000, nullable: false),
                    search_text = table.Column<string>(type: "TEXT", nullable: false),
                    days = table.Column<int>(type: "INTEGER", nullable: false),
                    language = table.Column<string>(type: "TEXT", maxLength: 2, nullable: false),
                    status = table.Column<string>(type: "TEXT", maxLength: 40, nullable: false),
                    created_at = table.Column<long>(type: "INTEGER", nullable: false),
                    changed_at = table.Column<long>(type: "INTEGER", nullable: false),
                    published_at = table.Column<long>(type: "INTEGER", nullable: true),
                    shown_until = table.Column<long>(type: "INTEGER", nullable: true),
                    link_until = table.Column<long>(type: "INTEGER", nullable: false),
                    round = table.Column<int>(type: "INTEGER", nullable: false),
                    reminded_at = table.Column<long>(type: "INTEGER", nullable: true),
                    news = table.Column<int>(type: "INTEGER", nullable: false),
                    reports = table.Column<int>(type: "INTEGER", nullable: false),
                    hide_reason = table.Column<string>(type: "TEXT", maxLength: 300, nullable: true),
                    done_at = table.Column<long>(type: "INTEGER", nullable: true),
                    done_category_code = table.Column<string>(type: "TEXT", maxLength: 40, nullable: true),
                    done_what = table.Column<string>(type: "TEXT", maxLength: 80, nullable: true),
                    done_outcome = table.Column<string>(type: "TEXT", maxLength: 40, nullable: true),
                    struck_at = table.Column<long>(type: "INTEGER", nullable: true),
                    erased_at = table.Column<long>(type: "INTEGER", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_help_posts", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "help_reports",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "TEXT", nullable: false),
                    post_id = table.Column<Guid>(type: "TEXT", nullable: false),
                    reason = table.Column<string>(type: "TEXT", maxLength: 40, nullable: false),
                    words = table.Column<string>(type: "TEXT", maxLength: 300, nullable: true),
                    reporter_hash = table.Column<string>(type: "TEXT", maxLength: 64, nullable: false),
                    at = table.Column<long>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_help_reports", x => x.id);
                    table.ForeignKey(
                        name: "fk_help_reports_help_posts_post_id",
                        column: x => x.post_id,
                        principalTable: "help_posts",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "help_threads",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "TEXT", nullable: false),
                    post_id = table.Column<Guid>(type: "TEXT", nullable: false),
                    secret_hash = table.Column<string>(type: "TEXT", maxLength: 64, nullable: false),
                    secret_generation = table.Column<int>(type: "INTEGER", nullable: false),
                    name = table.Column<string>(type: "TEXT", maxLength: 120, nullable: false),
                    organisation_id = table.Column<Guid>(type: "TEXT", nullable: true),
                    email = table.Column<string>(type: "TEXT", maxLength: 254, nullable: true),
                    contact_key = table.Column<string>(type: "TEXT", maxLength: 254, nullable: false),
                    language = table.Column<string>(type: "TEXT", maxLength: 2, nullable: false),
                    opened_at = table.Column<long>(type: "INTEGER", nullable: false),
                    last_at = table.Column<long>(type: "INTEGER", nullable: false),
                    count = table.Column<int>(type: "INTEGER", nullable: false),
                    closed_at = table.Column<long>(type: "INTEGER", nullable: true),
                    erased_at = table.Column<long>(type: "INTEGER", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_help_threads", x => x.id);
                    table.ForeignKey(
                        name: "fk_help_threads_help_posts_post_id",
                        column: x => x.post_id,
                        principalTable: "help_posts",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "fk_help_threads_organisations_organisation_id",
                        column: x => x.organisation_id,
                        principalTable: "organisations",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "help_messages",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "TEXT", nullable: false),
                    thread_id = table.Column<Guid>(type: "TEXT", nullable: false),
                    number = table.Column<int>(type: "INTEGER", nullable: false),
                    from_author = table.Column<bool>(type: "INTEGER", nullable: false),
                    text = table.Column<string>(type: "TEXT", maxLength: 2000, nullable: false),
                    at = table.Column<long>(type: "INTEGER", nullable: false),
                    quote_cents = table.Column<long>(type: "INTEGER", nullable: true),
                    quote_covers = table.Column<string>(type: "TEXT", maxLength: 1000, nullable: true),
                    quote_valid_until = table.Column<string>(type: "TEXT", nullable: true),
                    service_id = table.Column<Guid>(type: "TEXT", nullable: true),
                    slot_start = table.Column<long>(type: "INTEGER", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_help_messages", x => x.id);
                    table.ForeignKey(
                        name: "fk_help_messages_help_threads_thread_id",
                        column: x => x.thread_id,
                        principalTable: "help_threads",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateIndex(
                name: "ix_help_messages_thread_id_number",
                table: "help_messages",
                columns: new[] { "thread_id", "number" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_help_moderations_organisation_id",
                table: "help_moderations",
                column: "organisation_id");

            migrationBuilder.CreateIndex(
                name: "ix_help_posts_commune_code_shown_until",
                table: "help_posts",
                columns: new[] { "commune_code", "shown_until" });

            migrationBuilder.CreateIndex(
                name: "ix_help_posts_contact_key_created_at",
                table: "help_posts",
                columns: new[] { "contact_key", "created_at" });

            migrationBuilder.CreateIndex(
                name: "ix_help_posts_done",
                table: "help_posts",
                column: "done_at",
                filter: "done_at IS NOT NULL");

            migrationBuilder.CreateIndex(
                name: "ix_help_posts_secret_hash",
                table: "help_posts",
                column: "secret_hash",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_help_posts_status_shown_until",
                table: "help_posts",
                columns: new[] { "status", "shown_until" });

            migrationBuilder.CreateIndex(
                name: "ix_help_posts_to_forget",
                table: "help_posts",
                column: "link_until",
                filter: "erased_at IS NULL");

            migrationBuilder.CreateIndex(
                name: "ix_help_reports_post_id_reporter_hash",
                table: "help_reports",
                columns: new[] { "post_id", "reporter_hash" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_help_threads_contact_key_opened_at",
                table: "help_threads",
                columns: new[] { "contact_key", "opened_at" });

            migrationBuilder.CreateIndex(
                name: "ix_help_threads_organisation_id",
                table: "help_threads",
                column: "organisation_id");

            migrationBuilder.CreateIndex(
                name: "ix_help_threads_post_id_last_at",
                table: "help_threads",
                columns: new[] { "post_id", "last_at" });

            migrationBuilder.CreateIndex(
                name: "ix_help_threads_secret_hash",
                table: "help_threads",
                column: "secret_hash",
                unique: true);
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "help_messages");

            migrationBuilder.DropTable(
                name: "help_moderations");

            migrationBuilder.DropTable(
                name: "help_reports");

            migrationBuilder.DropTable(
                name: "help_threads");

            migrationBuilder.DropTable(
                name: "help_posts");
        }
    }
}
