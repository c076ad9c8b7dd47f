namespace RepairNet.Domain.Agenda;

/// <summary>Why a calendar kept elsewhere could not be read.</summary>
public enum CalendarTrouble
{
    /// <summary>No such name, no answer, or a conversation that broke off.</summary>
    NoAnswer,

    /// <summary>Its name leads inside a private network, or to a door that is none of the web's.</summary>
    PrivateAddress,

    /// <summary>More than the time given.</summary>
    TooSlow,

    /// <summary>The site has no such page.</summary>
    NotFound,

    /// <summary>The site asks who is reading.</summary>
    NotShared,

    /// <summary>The site answers with another error.</summary>
    SiteError,

    /// <summary>One address leads to another without end, or to something that is no address of the web.</summary>
    LeadsNowhere,

    /// <summary>More than the size given, once unpacked.</summary>
    TooLarge,

    /// <summary>Something else than a calendar, or one that is broken off.</summary>
    NotCalendar,

    /// <summary>More events, or closures, than the program takes.</summary>
    TooManyEvents,

    /// <summary>An event that comes back more often than any closure does.</summary>
    RepeatsTooOften,
}
