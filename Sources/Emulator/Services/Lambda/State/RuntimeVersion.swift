import Protocols

/// The version of a runtime as the API names it; one for each runtime.
enum RuntimeVersion {
  static func arn(of function: LambdaFunction) -> String {
    "arn:aws:lambda:\(function.key.region)::runtime:\(Hex.encode(SHA256.hash(function.runtime)))"
  }
}
