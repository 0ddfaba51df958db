package import Protocols

/// What a service with rules of its own says to a browser's request (S3's CORS rules of a bucket).
package enum CrossOrigin {
  /// A preflight's answer: 200 with these fields.
  case preflight([HTTPFields.Field])
  /// The request is allowed, with these fields on its answer.
  case allowed([HTTPFields.Field])
  /// The service's rules do not cover the request: it goes on without fields, if the general rules let the origin in.
  case notCovered
  /// A preflight that is refused.
  case refused(AWSError)
}
