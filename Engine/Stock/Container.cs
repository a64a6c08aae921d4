using Workflows.Engine.Catalog;

namespace Workflows.Engine.Stock;

/// <summary>An activity that declares variables for what it contains.</summary>
public abstract class Container : Activity;
