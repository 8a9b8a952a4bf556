/** What is a small Spring Boot application made of? */

import type { Files } from '../plan.mts'

export const APP = `package shop;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
@SpringBootApplication
public class Shop {
  public static void main(String[] args) { SpringApplication.run(Shop.class, args); }
}
`

export const CONTROLLER = `package shop;
import org.springframework.web.bind.annotation.*;
@RestController
@RequestMapping("/users")
class Users {
  @GetMapping("/{id}") String one(@PathVariable String id) { return id; }
}
`

export const sources = (folder = ''): Files => ({
  [`${folder}src/main/java/shop/Shop.java`]: APP,
  [`${folder}src/main/java/shop/Users.java`]: CONTROLLER,
})

export const SETTINGS = 'src/main/resources/config/application.properties'

export const WEB = `    <dependency>
      <groupId>org.springframework.boot</groupId>
      <artifactId>spring-boot-starter-web</artifactId>
    </dependency>`

export const pom = ({
  boot = '3.5.9',
  managed = '',
  dependencies = WEB,
  more = '',
} = {}) => `<?xml version="1.0"?>
<project>
  <!-- ours -->
  <parent>
    <groupId>org.springframework.boot</groupId>
    <artifactId>spring-boot-starter-parent</artifactId>
    <version>${boot}</version>
  </parent>
  <groupId>x</groupId>
  <artifactId>shop</artifactId>
  <version>1.0</version>
${managed}
  <dependencies>
${dependencies}
  </dependencies>
${more}</project>
`

export const managed = (first: string) => `  <dependencyManagement>
    <dependencies>${first}
      <dependency>
        <groupId>y</groupId>
        <artifactId>other</artifactId>
        <version>1</version>
      </dependency>
    </dependencies>
  </dependencyManagement>`

export const gradle = (
  dependencies: string,
  plugins = "id 'io.spring.dependency-management' version '1.1.7'",
) => `plugins {
    id 'java'
    id 'org.springframework.boot' version '3.5.9'
    ${plugins}
}

${dependencies}
`
