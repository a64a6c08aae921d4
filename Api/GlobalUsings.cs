// The engine's value model.
global using ObjectValue = System.Collections.Generic.OrderedDictionary<string, object?>;
