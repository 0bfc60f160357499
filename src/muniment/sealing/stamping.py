"""Time stamps after RFC 3161: what an authority is asked, and whether its answer holds; both without the network."""

from __future__ import annotations

import base64
import binascii
from datetime import datetime

from cryptography import x509
from rfc3161_client import (
    TimeStampRequest,
    TimestampRequestBuilder,
    VerificationError,
    VerifierBuilder,
    decode_timestamp_response,
)
from rfc3161_client.base import HashAlgorithm

from muniment.custody import Signature
from muniment.errors import BadChoice, BadSignature
from muniment.sealing.signing import fingerprint, raw

MEDIA_TYPE = "application/timestamp-query"


def request_for(signature: Signature) -> TimeStampRequest:
    """What an authority is asked: to say when it saw this digest, and nothing more is shown to it."""
    return TimestampRequestBuilder().data(raw(signature)).hash_algorithm(HashAlgorithm.SHA256).build()


def check_answer(asked: TimeStampRequest, response: bytes, signature: Signature, authority: bytes) -> datetime:
    """The time that an authority answered; raises `BadSignature` where the answer is not to this request."""
    return _verified(VerifierBuilder.from_request(asked), response, signature, authority)


def verify(signature: Signature) -> datetime | None:
    """The time in a signature's stamp, none where it has none; raises `BadSignature` where the stamp does not hold."""
    if not signature.stamp:
        return None
    try:
        response = base64.b64decode(signature.stamp, validate=True)
    except binascii.Error as error:
        raise BadSignature(signature.link, fingerprint(signature.key), "the time stamp was spoilt") from error
    return _verified(VerifierBuilder(), response, signature, signature.authority.encode())


def certificates(authority: bytes) -> list[x509.Certificate]:
    """The certificates in a PEM file; raises `BadChoice` where there are none."""
    try:
        return x509.load_pem_x509_certificates(authority)
    except ValueError as error:
        raise BadChoice("authority", "the file", hint="a PEM file with the authority's root certificate") from error


def _verified(builder: VerifierBuilder, response: bytes, signature: Signature, authority: bytes) -> datetime:
    try:
        for certificate in certificates(authority):
            builder = builder.add_root_certificate(certificate)
        answer = decode_timestamp_response(response)
        builder.build().verify_message(answer, raw(signature))
    except (VerificationError, ValueError, BadChoice) as error:
        reason = f"the time stamp does not hold: {error}"
        raise BadSignature(signature.link, fingerprint(signature.key), reason) from error
    return answer.tst_info.gen_time
