import { describe, expect, it } from 'vitest';
import { withoutSecrets } from '../../../src/intake/secrets';

const URL = 'https://files.example.org/a.bin';

describe('withoutSecrets', () => {
  it('leaves what is no secret, and names what is one', () => {
    expect(
      withoutSecrets(URL, [
        { name: 'User-Agent', value: 'Agent/1' },
        { name: 'Cookie', value: 'a=1' },
        { name: 'Authorization', value: 'Bearer abc' },
      ]),
    ).toEqual({
      headers: {
        'User-Agent': 'Agent/1',
        Cookie: '{secret:LIFELINE_FILES_EXAMPLE_ORG_COOKIE}',
        Authorization: 'Bearer {secret:LIFELINE_FILES_EXAMPLE_ORG_AUTHORIZATION}',
      },
      secrets: [
        { name: 'LIFELINE_FILES_EXAMPLE_ORG_COOKIE', value: 'a=1' },
        { name: 'LIFELINE_FILES_EXAMPLE_ORG_AUTHORIZATION', value: 'abc' },
      ],
    });
  });

  it('asks for the same secret once, and tells two values apart', () => {
    const known = withoutSecrets(URL, [{ name: 'cookie', value: 'a=1' }]).secrets;
    expect(withoutSecrets(URL, [{ name: 'Cookie', value: 'a=1' }], known).secrets).toEqual([]);
    expect(withoutSecrets(URL, [{ name: 'Cookie', value: 'b=2' }], known)).toEqual({
      headers: { Cookie: '{secret:LIFELINE_FILES_EXAMPLE_ORG_COOKIE_2}' },
      secrets: [{ name: 'LIFELINE_FILES_EXAMPLE_ORG_COOKIE_2', value: 'b=2' }],
    });
  });

  it.each(['X-Api-Key', 'X-Auth-Token', 'PRIVATE-TOKEN', 'X-Amz-Signature', 'Proxy-Authorization'])(
    '%s is secret',
    (name) => {
      expect(withoutSecrets(URL, [{ name, value: 'v' }]).secrets).toHaveLength(1);
    },
  );
});
