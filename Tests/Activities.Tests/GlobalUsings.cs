global using ObjectValue = System.Collections.Generic.OrderedDictionary<string, object?>;
