// The value model that definitions, expressions and state share. Scripts see the same objects, by reference.
global using ListValue = System.Collections.Generic.List<object?>;
global using ObjectValue = System.Collections.Generic.OrderedDictionary<string, object?>;
