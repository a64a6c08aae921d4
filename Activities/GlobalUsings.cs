// The engine's value model.
global using ListValue = System.Collections.Generic.List<object?>;
global using ObjectValue = System.Collections.Generic.OrderedDictionary<string, object?>;
