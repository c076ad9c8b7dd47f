using RepairNet.Application.Agenda.Contract;

namespace RepairNet.Web.Pages.Agenda;

/// <summary>Sessions to come, and where each card leads.</summary>
public sealed record SessionCards(IReadOnlyList<CafeSessionView> Sessions, Func<CafeSessionView, string> Address);
