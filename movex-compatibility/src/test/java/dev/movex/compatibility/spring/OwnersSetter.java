package dev.movex.compatibility.spring;

import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.List;
import org.springframework.jdbc.core.BatchPreparedStatementSetter;

record OwnersSetter(List<String> owners) implements BatchPreparedStatementSetter {
    @Override
    public void setValues(PreparedStatement statement, int place) throws SQLException {
        statement.setString(1, owners.get(place));
    }

    @Override
    public int getBatchSize() {
        return owners.size();
    }
}
