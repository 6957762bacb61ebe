package io.github.camelonomondo.image;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.util.stream.IntStream;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.xpath.XPathConstants;
import javax.xml.xpath.XPathFactory;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;

/** What the profiles of the build put into an image beside its own. */
class ImagePathsTest {

    /** Maven merges a list with that of the build, one by one: the first path would take only the files that the build's first one is for. */
    @Test
    void areAddedToThoseOfTheBuild() throws Exception {
        var pom = DocumentBuilderFactory.newInstance().newDocumentBuilder().parse(new File("pom.xml"));

        var lists = (NodeList) XPathFactory.newInstance()
                .newXPath()
                .evaluate("//profile//extraDirectories/paths", pom, XPathConstants.NODESET);

        assertThat(IntStream.range(0, lists.getLength()).mapToObj(lists::item))
                .hasSize(2)
                .allSatisfy(paths -> assertThat(((Element) paths).getAttribute("combine.children"))
                        .isEqualTo("append"));
    }
}
