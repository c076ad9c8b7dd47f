namespace RepairNet.Application.Common;

/// <summary>The languages the service speaks. French is the source; a reader chooses English by the address, never by the browser's settings.</summary>
public enum Language
{
    French,
    English,
}
