using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.DataProtection.KeyManagement;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;
using Workflows.Activities;
using Workflows.Activities.Privacy;
using Workflows.Api.Hosting;
using Workflows.Engine;
using Workflows.Engine.Runtime.Retention;

namespace Workflows.Api.Identity;

public static class SignInServices
{
    /// <summary>Signing in, sessions, rights and scopes. Needs a <see cref="Engine.Storage.Database"/>, the people, and a <see cref="DeliverSignInCode"/>.</summary>
    /// <param name="dataFolder">Where a single node keeps the keys that protect tokens; who can read them can sign in as anybody. On a shared database they are kept there.</param>
    public static IServiceCollection AddSignIn(this IServiceCollection services, IConfiguration configuration, string dataFolder, bool isShared = false)
    {
        var options = configuration.Read<SignInOptions>("SignIn").Checked();
        services.AddSingleton(options);
        services.AddSingleton<SignInLimits>();
        services.AddSingleton<PersonalData, IdentityData>();
        services.AddSingleton<RetentionParticipant, IdentityRetention>();
        services.AddSingleton<Sessions>();
        services.AddSingleton<SignInCodes>();
        services.AddSingleton<SignInLinks>();
        services.AddSingleton<AccessTokens>();
        services.AddSingleton<ApiKeys>();
        services.TryAddSingleton<PublicAddress>();
        services.AddSingleton<SessionCookie>();
        services.AddSingleton<FirstAdministrator>();
        services.AddSingleton<SignInCodeQueue>();
        services.AddHostedService(provider => provider.GetRequiredService<SignInCodeQueue>());

        services.AddProblemDetails();
        var protection = services.AddDataProtection().SetApplicationName("Workflows");
        if (isShared)
        {
            services.AddSingleton<ProtectionKeys>();
            services.AddSingleton<IConfigureOptions<KeyManagementOptions>>(provider =>
                new ConfigureOptions<KeyManagementOptions>(keys => keys.XmlRepository = provider.GetRequiredService<ProtectionKeys>()));
        }
        else
        {
            protection.PersistKeysToFileSystem(KeyFolder(dataFolder));
        }

        services.AddAuthentication(SessionHandler.SchemeName)
            .AddScheme<AuthenticationSchemeOptions, SessionHandler>(SessionHandler.SchemeName, null)
            .AddBearerToken(bearer =>
            {
                bearer.BearerTokenExpiration = options.AccessTokenLifetime;
                bearer.RefreshTokenExpiration = options.RefreshTokenLifetime;
                // Browsers can give a web socket no header. Nowhere else is a token read from an address: addresses are logged.
                bearer.Events.OnMessageReceived = message =>
                {
                    if (SessionHandler.SocketTokenIn(message.Request) is { } token) message.Token = token;
                    return Task.CompletedTask;
                };
            })
            .AddCookie(SessionCookie.Scheme, cookie => SessionCookie.Configure(
                cookie, options, isAlwaysSecure: configuration["PublicUrl"]?.StartsWith("https://", StringComparison.OrdinalIgnoreCase) == true));

        services.AddSingleton(new Rights(configuration));
        services.AddSingleton<VisiblePeople>();
        services.AddSingleton<IAuthorizationHandler, RightHandler>();
        var authorization = services.AddAuthorizationBuilder();
        foreach (var right in Right.All)
        {
            authorization.AddPolicy(right, policy => policy.RequireAuthenticatedUser().AddRequirements(new RightRequirement(right)));
        }

        return services;
    }

    private static DirectoryInfo KeyFolder(string dataFolder)
    {
        var path = Path.Combine(dataFolder, "keys");
        return OperatingSystem.IsWindows()
            ? Directory.CreateDirectory(path)
            : Directory.CreateDirectory(path, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
    }
}
