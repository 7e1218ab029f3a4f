// Who calls, by the access token; the user pool itself is asked.

/** The caller's handle, or undefined where the pool does not accept the token. */
export async function handleOf(request, endpoint) {
  const [scheme, token] = (request.headers.authorization ?? '').split(' ');
  if (scheme !== 'Bearer' || !token) return undefined;
  const answer = await fetch(endpoint, {
    method: 'POST',
    headers: {
      'Content-Type': 'application/x-amz-json-1.1',
      'X-Amz-Target': 'AWSCognitoIdentityProviderService.GetUser',
    },
    body: JSON.stringify({ AccessToken: token }),
  });
  if (answer.status !== 200) return undefined;
  const { UserAttributes } = await answer.json();
  return UserAttributes.find(({ Name }) => Name === 'preferred_username')?.Value;
}
