import Protocols
import Runtime
import Support
import Testing

@testable import S3

@Suite struct AbortMultipartUploadTests {
  @Test func theUploadAndItsPartsAreGone() async throws {
    let house = try await s3House()
    let upload = try await house.upload("k", [pattern(100_000)])
    let query = "uploadId=\(upload.id)"
    #expect(await house.send("GET", "/bucket/k", query: query).status == 200)
    #expect(await house.send("DELETE", "/bucket/other", query: query).status == 404)
    #expect(await house.send("DELETE", "/bucket/k", query: query).status == 204)
    for method in ["GET", "DELETE"] {
      let answer = await house.send(method, "/bucket/k", query: query)
      #expect(answer.status == 404)
      #expect(String(decoding: answer.body, as: UTF8.self).contains("<UploadId>\(upload.id)</UploadId>"))
    }
    let late = await house.error(CompleteMultipartUpload.self) {
      $0[CompleteMultipartUpload.Input.bucket] = "bucket"
      $0[CompleteMultipartUpload.Input.key] = "k"
      $0[CompleteMultipartUpload.Input.uploadID] = upload.id
      $0[CompleteMultipartUpload.Input.multipartUpload] = .with {
        $0[CompletedMultipartUpload.parts] = upload.parts
      }
    }
    #expect(late?.code == "NoSuchUpload")
    #expect(await house.configuration("uploads").text.contains("<Upload>") == false)
    // Nothing is left that would keep the bucket.
    #expect(await house.send("DELETE", "/bucket").status == 204)
  }
}
