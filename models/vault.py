"""The one secret key: donors' contacts at rest, and fingerprints that nobody can guess back."""

import base64
import hashlib

from cryptography.fernet import Fernet, InvalidToken

KEY_BYTES = 32


class Vault:
    """Seals personal data and fingerprints bodies with one 32-byte key.

    Fingerprints are keyed because a body may hold a telephone number, and the space of those is
    small enough to try them all against a plain hash.
    """

    def __init__(self, key: bytes) -> None:
        if len(key) != KEY_BYTES:
            raise ValueError("the secret key has 32 bytes")
        # Two purposes, two keys: derived so that neither tells about the other.
        self._print_key = hashlib.blake2b(b"fingerprint", key=key, digest_size=32).digest()
        seal_key = hashlib.blake2b(b"seal", key=key, digest_size=32).digest()
        self._fernet = Fernet(base64.urlsafe_b64encode(seal_key))

    def fingerprint(self, content: bytes) -> bytes:
        """Return the keyed 16-byte BLAKE2b hash of the content."""
        return hashlib.blake2b(content, key=self._print_key, digest_size=16).digest()

    def seal(self, text: str) -> bytes:
        """Encrypt and authenticate a text (Fernet: AES-128-CBC with HMAC-SHA256)."""
        return self._fernet.encrypt(text.encode())

    def open(self, sealed: bytes) -> str:
        """Return the text that was sealed; raises ValueError when the key or the bytes are wrong."""
        try:
            return self._fernet.decrypt(sealed).decode()
        except InvalidToken as wrong:
            raise ValueError("sealed with another key, or damaged") from wrong
