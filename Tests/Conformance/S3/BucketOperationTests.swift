import Protocols
import Runtime
import Support
import Testing

@testable import S3

@Suite struct CreateBucketTests {
  private func create(
    _ house: TestHouse, _ name: String, account: String = TestHouse.account, region: String, _ constraint: String?
  ) async -> String? {
    await house.error(CreateBucket.self, account: account, region: region) {
      $0[CreateBucket.Input.bucket] = name
      if let constraint {
        $0[CreateBucket.Input.createBucketConfiguration] = .with {
          $0[CreateBucketConfiguration.locationConstraint] = constraint
        }
      }
    }?.code
  }

  @Test func tagsABucketFromTheBeginning() async throws {
    let house = try await s3House()
    func make(_ name: String, _ tags: String) async -> (status: Int, text: String) {
      let document = "<CreateBucketConfiguration><Tags>\(tags)</Tags></CreateBucketConfiguration>"
      let answer = await house.send("PUT", "/" + name, body: Array(document.utf8))
      return (answer.status, String(decoding: answer.body, as: UTF8.self))
    }
    let tag = "<Tag><Key>a</Key><Value>1</Value></Tag>"
    #expect(await make("tagged", tag).status == 200)
    let kept = await house.send("GET", "/tagged", query: "tagging")
    #expect(String(decoding: kept.body, as: UTF8.self).contains(tag))
    // Once more it is another bucket that is asked for, even in us-east-1.
    #expect(await make("tagged", tag).text.contains("<Code>BucketAlreadyOwnedByYou</Code>"))
    #expect(await make("tagged", "").status == 200)
    let own = await make("other", "<Tag><Key>aws:x</Key><Value>1</Value></Tag>")
    #expect(own.status == 400)
    #expect(own.text.contains("<Code>InvalidTag</Code><Message>User-defined tag keys can"))
    #expect(await house.send("HEAD", "/other").status == 404)
  }

  @Test func placesABucketOnce() async throws {
    let house = try await s3House()
    #expect(await create(house, "bucket", region: "us-east-1", nil) == nil)
    #expect(await create(house, "eu", region: "eu-west-1", nil) == "InvalidBucketName")
    #expect(await create(house, "eu1", region: "eu-west-1", nil) == "IllegalLocationConstraintException")
    #expect(await create(house, "eu1", region: "eu-west-1", "us-west-2") == "IllegalLocationConstraintException")
    #expect(await create(house, "eu1", region: "eu-west-1", "mars") == "InvalidLocationConstraint")
    #expect(await create(house, "eu1", region: "eu-west-1", "EU") == nil)
    #expect(await create(house, "eu1", region: "eu-west-1", "eu-west-1") == "BucketAlreadyOwnedByYou")
    #expect(
      await create(house, "eu1", account: "111111111111", region: "eu-west-1", "eu-west-1") == "BucketAlreadyExists")
    let place = await house.send("GET", "/eu1", query: "location")
    #expect(String(decoding: place.body, as: UTF8.self).contains(">eu-west-1</LocationConstraint>"))
    #expect(await house.send("HEAD", "/eu1").fields["x-amz-bucket-region"] == "eu-west-1")
  }
}

@Suite struct DeleteBucketTests {
  @Test func onlyAnEmptyOne() async throws {
    let house = try await s3House()
    try await house.put("k")
    #expect(await house.send("DELETE", "/bucket").status == 409)
    #expect(await house.send("DELETE", "/bucket/k").status == 204)
    #expect(await house.send("DELETE", "/bucket/k").status == 204)
    #expect(await house.send("DELETE", "/bucket").status == 204)
    #expect(await house.send("HEAD", "/bucket").status == 404)
    // A new one of that name has nothing of the old one.
    _ = try await house.call(CreateBucket.self) { $0[CreateBucket.Input.bucket] = "bucket" }
    #expect(await house.send("GET", "/bucket/k").status == 404)
  }

  @Test func otherOwnersAreRefused() async throws {
    let house = try await s3House()
    let answer = await house.send("GET", "/bucket", fields: [("x-amz-expected-bucket-owner", "111111111111")])
    #expect(answer.status == 403)
  }
}
