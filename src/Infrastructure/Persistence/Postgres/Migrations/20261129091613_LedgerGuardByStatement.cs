using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace RepairNet.Infrastructure.Persistence.Postgres.Migrations
{
    /// <inheritdoc />
    public partial class LedgerGuardByStatement : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder) => Guards.RefuseClosedByStatementOnPostgres(migrationBuilder);

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder) => Guards.RefuseClosedByLineAgainOnPostgres(migrationBuilder);
    }
}
