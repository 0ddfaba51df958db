/// Signatures made by botocore 1.43.11 (`botocore.auth.SigV4Auth`, `S3SigV4Auth`) with the key `AKIDEXAMPLE`, the secret
/// `secret/+`, the region eu-west-1, at 1790000000 seconds since 1970.
struct BotocoreSignatures: Sendable {
  var method: String
  var path: String
  var query: String
  var fields: [(String, String)]
  var body: String
  var service: String
  var token: String?
  var authorization: String

  static let all: [BotocoreSignatures] = [
    BotocoreSignatures(
      method: "POST", path: "/", query: "",
      fields: [
        ("X-Amz-Target", "Kinesis_20131202.PutRecord"), ("Content-Type", "application/x-amz-json-1.1"),
        ("Host", "kinesis.eu-west-1.amazonaws.com"),
      ], body: "{\"StreamName\":\"s\"}", service: "kinesis", token: nil,
      authorization:
        "AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE/20260921/eu-west-1/kinesis/aws4_request, SignedHeaders=content-type;host;x-amz-date;x-amz-target, "
        + "Signature=436d6b590ded6d7387ad6a8f49319653a644dc81513ccb09a4132912988e1a88"),
    BotocoreSignatures(
      method: "GET", path: "/2015-03-31/functions/arn%3Aaws%3Alambda%3Aeu-west-1%3A000000000000%3Afunction%3Af/a%20b",
      query: "Qualifier=%24LATEST&Marker=a%2Bb%20c",
      fields: [("Host", "lambda.eu-west-1.amazonaws.com")], body: "", service: "lambda", token: "token==",
      authorization:
        "AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE/20260921/eu-west-1/lambda/aws4_request, SignedHeaders=host;x-amz-date;x-amz-security-token, "
        + "Signature=e6b76c82ba42d1f03d892147237bceab69005222feb07e8027c43e906c6dc0f2"),
    BotocoreSignatures(
      method: "PUT", path: "/a%20b//../c%2Bd/%C3%A9~%28x%29", query: "partNumber=1&uploadId=u%2F%3D",
      fields: [
        ("x-amz-meta-k", "  a   b "), ("Content-Type", "text/plain"), ("Host", "bucket.s3.eu-west-1.amazonaws.com"),
      ], body: "data", service: "s3", token: nil,
      authorization:
        "AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE/20260921/eu-west-1/s3/aws4_request, SignedHeaders=content-type;host;x-amz-content-sha256;x-amz-date;x-amz-meta-k, "
        + "Signature=70c60517164d104d1547aa67023a70d9dad8fef6018048cba5c64d4cfb7c12c2"),
    BotocoreSignatures(
      method: "GET", path: "/", query: "list-type=2&prefix=a%20b%2F&delimiter=%2F&versions",
      fields: [("Host", "bucket.s3.eu-west-1.amazonaws.com")], body: "", service: "s3", token: "tok/en",
      authorization:
        "AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE/20260921/eu-west-1/s3/aws4_request, SignedHeaders=host;x-amz-content-sha256;x-amz-date;x-amz-security-token, "
        + "Signature=5890f01832e14e1a3c9a951ae7238479a7de185ee23be3b3945f20d5e872f7e6"),
  ]
}
