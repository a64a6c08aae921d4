/** Where to go after signing in. Only pages of ours: nobody is sent elsewhere by a link. */
export function safeDestination(to: string | null): string {
  return to?.startsWith('/') && !to.startsWith('//') && !to.startsWith('/\\') ? to : '/';
}
