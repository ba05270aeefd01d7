const publicKey =
  /^(ssh-(ed25519|rsa)|ecdsa-sha2-nistp(256|384|521)|sk-[\w@.-]+) [A-Za-z0-9+/]+=*( .*)?$/

/** The keys in a text, one a line. */
export function readKeys(text: string): string[] {
  return text
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '')
}

/** The first line that is not an OpenSSH public key; undefined when all are. */
export function badKey(text: string): string | undefined {
  return readKeys(text).find((line) => !publicKey.test(line))
}
