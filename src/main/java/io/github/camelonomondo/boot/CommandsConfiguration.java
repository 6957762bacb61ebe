package io.github.camelonomondo.boot;

import io.github.camelonomondo.api.CallBudget;
import io.github.camelonomondo.api.OnomondoApi;
import io.github.camelonomondo.commands.CommandBatches;
import io.github.camelonomondo.commands.CommandCalls;
import io.github.camelonomondo.commands.CommandProcessing;
import io.github.camelonomondo.commands.ExactTags;
import io.github.camelonomondo.commands.SimLookup;
import io.github.camelonomondo.commands.result.ResultQueue;
import io.github.camelonomondo.commands.result.ResultWriter;
import io.github.camelonomondo.kafka.ClientFactory;
import io.github.camelonomondo.kafka.RecordWriter;
import io.github.camelonomondo.kafka.Topics;
import java.util.Set;
import org.apache.camel.Processor;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** The beans that the routes of commands name. */
@Configuration(proxyBeanMethods = false)
class CommandsConfiguration {

    @Bean
    CommandProcessing commandProcessing(
            OnomondoApi api,
            ClientFactory clients,
            Topics topics,
            RecordWriter writer,
            @Qualifier("replyWriter") ObjectProvider<RecordWriter> replyWriter,
            ConnectorSettings settings,
            CallBudget budget,
            CallTimes times,
            Figures figures) {
        var how = new CommandProcessing.Settings(
                Set.copyOf(settings.commands().replyTopics()),
                settings.maxAttempts(),
                settings.commands().tags() == ConnectorSettings.Commands.TagMode.EXACT,
                () -> settings.batchLimit(budget.callsPerMinute(), budget.sharers(), times.lately()));
        return CommandProcessing.of(api, clients, topics, writer, replyWriter::getObject, how, figures);
    }

    @Bean
    CommandBatches commandBatches(CommandProcessing processing) {
        return processing.batches();
    }

    @Bean
    CommandCalls commandCalls(CommandProcessing processing) {
        return processing.calls();
    }

    /** Told of every call that fails: it makes no exception, and leaves the exchange as it is. */
    @Bean
    Processor commandFailures(CommandProcessing processing) {
        return processing.calls()::failed;
    }

    @Bean
    ResultQueue resultQueue(CommandProcessing processing) {
        return processing.results();
    }

    @Bean
    ResultWriter resultWriter(CommandProcessing processing) {
        return processing.writer();
    }

    @Bean
    ExactTags exactTags(CommandProcessing processing) {
        return processing.exactTags();
    }

    @Bean
    SimLookup simLookup(CommandProcessing processing) {
        return processing.lookup();
    }
}
