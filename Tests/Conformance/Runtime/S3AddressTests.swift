import Protocols
import Testing

@testable import Runtime

@Suite struct S3AddressTests {
  @Test(arguments: [
    ("bucket.localhost:4566", "bucket"), ("bucket.localhost", "bucket"),
    ("my.dotted.bucket.localhost:80", "my.dotted.bucket"),
    ("bucket.s3.localhost:4566", "bucket"), ("bucket.s3.amazonaws.com", "bucket"),
    ("bucket.s3.eu-west-1.amazonaws.com", "bucket"), ("a.b.s3.localhost.localstack.cloud:4566", "a.b"),
    ("bucket.s3-eu-west-1.amazonaws.com", "bucket"),
  ])
  func findsTheBucket(_ host: String, _ bucket: String) { #expect(S3Address.bucket(ofHost: host) == bucket) }

  @Test(arguments: [
    "localhost:4566", "127.0.0.1:4566", "[::1]:4566", "s3.localhost:4566", "s3.amazonaws.com",
    "s3.eu-west-1.amazonaws.com", "example.org", ".localhost",
  ])
  func isPathStyle(_ host: String) { #expect(S3Address.bucket(ofHost: host) == nil) }

  @Test(arguments: [("/", "/bucket/"), ("/a%2Fb//c", "/bucket/a%2Fb//c"), ("//x", "/bucket//x")])
  func keepsThePathByteForByte(_ path: String, _ expected: String) {
    let fields = HTTPFields([HTTPFields.Field(name: "Host", value: "bucket.localhost:4566")])
    #expect(S3Address.path(HTTPRequestHead(method: "GET", path: path, fields: fields)) == expected)
  }
}
